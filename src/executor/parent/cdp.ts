// A client of the Chrome DevTools Protocol over the executor's relay.
import type { Duplex } from "node:stream";
import { BlockReader, encodeBlock } from "../frames";

export interface CdpResponse { result?: object; error?: string }
interface CdpMessage extends CdpResponse { id?: number; method?: string; params?: object }

const GONE: CdpResponse = { error: "the executor has exited" };

export class Cdp {
  private readonly pending = new Map<number, (response: CdpResponse) => void>();
  private nextId = 1;
  private closed = false;
  /** Resolves when the relay is connected to the executor's main thread. */
  readonly ready: Promise<void>;
  private markReady: () => void = () => undefined;

  constructor(private readonly stream: Duplex, private readonly notify: (method: string, params: object) => void) {
    this.ready = new Promise((resolve) => (this.markReady = resolve));
    const reader = new BlockReader((block) => this.receive(JSON.parse(block.toString("utf8"))));
    stream.on("data", (chunk: Buffer) => reader.push(chunk));
    stream.on("error", () => this.close());
  }

  async post(method: string, params: object = {}): Promise<CdpResponse> {
    await this.ready;
    if (this.closed) return GONE;
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.pending.set(id, resolve);
      this.stream.write(encodeBlock({ id, method, params }));
    });
  }

  /** Answers every open call: the executor is gone. */
  close(): void {
    this.closed = true;
    this.markReady();
    for (const resolve of this.pending.values()) resolve(GONE);
    this.pending.clear();
  }

  private receive(message: CdpMessage): void {
    if (message.method === "ready") this.markReady();
    else if (message.method) this.notify(message.method, message.params ?? {});
    else if (message.id !== undefined) this.settle(message.id, message);
  }

  private settle(id: number, response: CdpResponse): void {
    this.pending.get(id)?.(response);
    this.pending.delete(id);
  }
}
