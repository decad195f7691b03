// The executor's end of comms: what cells open and register, and the turns in which the front end's messages are handled.
import { randomUUID } from "node:crypto";
import type { Comm, CommContent, CommHandler, CommOpenOptions, Comms, CommTargetHandler } from "../../display";
import { encodeParts } from "../frames";
import { Interrupted, type Cells } from "./cells";
import { emit, emitJson } from "./channel";
import { describeError } from "./errors";
import { nextTurn } from "./turns";

/** A message of the front end. `cell` is the number under which its output is sent; it grows with each message. */
export interface CommMessage {
  type: "comm";
  cell: number;
  kind: "open" | "msg" | "close";
  id: string;
  target: string;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  /** Base64. */
  buffers: string[];
}

type Event = "message" | "close";
type Transmit = (kind: CommMessage["kind"], comm: Comm, content: Partial<CommContent>) => void;

class OpenComm implements Comm {
  closed = false;
  private readonly handlers: Record<Event, Set<CommHandler>> = { message: new Set(), close: new Set() };

  constructor(readonly id: string, readonly target: string, private readonly transmit: Transmit) {}

  send(data: Record<string, unknown>, more: Partial<Omit<CommContent, "data">> = {}): void {
    if (this.closed) throw new Error(`the comm ${this.id} (${this.target}) is closed`);
    this.transmit("msg", this, { ...more, data });
  }

  close(data: Record<string, unknown> = {}): void {
    if (this.closed) return;
    this.closed = true;
    this.transmit("close", this, { data });
  }

  on(event: Event, handler: CommHandler): () => void {
    this.handlers[event].add(handler);
    return () => void this.handlers[event].delete(handler);
  }

  async tell(event: Event, content: CommContent): Promise<void> {
    await Promise.all([...this.handlers[event]].map(async (handler) => handler(content)));
  }
}

export class ChildComms implements Comms {
  private readonly comms = new Map<string, OpenComm>();
  private readonly targets = new Map<string, CommTargetHandler>();
  private readonly waiting: CommMessage[] = [];
  private readonly handling = new Set<number>();
  private last = 0;

  constructor(private readonly cells: Cells) {}

  register(target: string, handler: CommTargetHandler): () => void {
    this.targets.set(target, handler);
    return () => void (this.targets.get(target) === handler && this.targets.delete(target));
  }

  open(target: string, { id = randomUUID(), ...content }: CommOpenOptions = {}): Comm {
    if (this.comms.has(id)) throw new Error(`a comm with the id ${id} is open already`);
    const comm = this.add(id, target);
    this.transmit("open", comm, content);
    return comm;
  }

  /**
   * A call of the inspector comes in the middle of whatever runs: the message is handled in a turn of its own, hence only
   * between cells or while one awaits. A call that an interrupt has hit is made again, hence the numbers; a turn too many does nothing.
   */
  receive(message: CommMessage): void {
    if (message.cell > this.last) this.waiting.push(message);
    this.last = Math.max(this.last, message.cell);
    void this.turn();
  }

  /** Ends every handler that is under way: a terminated one will not do so itself, nor start those behind it. */
  interrupt(): void {
    for (const cell of this.handling) {
      this.cells.interrupt(cell);
      this.fail(cell, new Interrupted());
    }
    for (let behind = this.waiting.length; behind > 0; behind--) void this.turn();
  }

  private async turn(): Promise<void> {
    await new Promise<void>((resolve) => nextTurn(resolve));
    const message = this.waiting.shift();
    if (message) await this.handle(message);
  }

  private async handle(message: CommMessage): Promise<void> {
    this.handling.add(message.cell);
    try {
      await this.cells.runIn(this.cells.open(message.cell), () => this.deliver(message));
      this.finish(message.cell);
    } catch (error) {
      this.fail(message.cell, error);
    }
  }

  private async deliver({ kind, id, target, data, metadata, buffers }: CommMessage): Promise<void> {
    const content = { data, metadata, buffers: buffers.map((text) => Buffer.from(text, "base64")) };
    if (kind === "open") return this.opened(id, target, content);
    const comm = this.comms.get(id);
    if (kind === "msg") return comm?.tell("message", content); // one that was closed meanwhile has nobody to tell
    this.comms.delete(id);
    if (comm) comm.closed = true;
    return comm?.tell("close", content);
  }

  /** The protocol's answer where nobody takes the comm, or its taker fails, is to close it. */
  private async opened(id: string, target: string, content: CommContent): Promise<void> {
    const handler = this.targets.get(target);
    const comm = this.add(id, target);
    if (!handler) return comm.close();
    try {
      await handler(comm, content);
    } catch (error) {
      comm.close();
      throw error;
    }
  }

  private add(id: string, target: string): OpenComm {
    const comm = new OpenComm(id, target, this.transmit);
    this.comms.set(id, comm);
    return comm;
  }

  private readonly transmit: Transmit = (kind, comm, { data = {}, metadata = {}, buffers = [] }) => {
    if (kind === "close") this.comms.delete(comm.id);
    emit("comm", this.cells.currentId(), encodeParts({ kind, id: comm.id, target: comm.target, data, metadata }, buffers.map(bytesOf)));
  };

  private fail(cell: number, error: unknown): void {
    if (this.handling.has(cell)) emitJson("error", cell, describeError(error));
    this.finish(cell);
  }

  private finish(cell: number): void {
    if (!this.handling.delete(cell)) return; // an interrupt has ended it before
    this.cells.close(cell);
    emit("done", cell);
  }
}

function bytesOf(part: Uint8Array): Uint8Array {
  return ArrayBuffer.isView(part) ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength) : new Uint8Array(part);
}
