// A kernel's messages over a server's WebSocket, which comes back after a cut under the same session id: then the server
// sends what it has kept meanwhile. (The services library's own connection waits up to 30 s before it tries again, writes to
// the console, and throws where nobody catches on messages that are not quite valid.)
import { KernelMessage } from "@jupyterlab/services";
import { setTimeout as pause } from "node:timers/promises";
import WebSocket from "ws";
import { oneLine } from "../errors";
import { received, type ChannelMessage } from "./messages";
import type { JupyterServer } from "./server";

const RECONNECT_S = 60;
const HANDSHAKE_MS = 30_000;
const PING_MS = 15_000;
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [100, 2000];

const PROTOCOLS = Object.values(KernelMessage.supportedKernelWebSocketProtocols);

/** What the server itself refuses: trying again changes nothing. */
class Refused extends Error {}

export class KernelSocket {
  onMessage: (message: ChannelMessage) => void = () => undefined;
  /** Told when the connection breaks. */
  onCut: () => void = () => undefined;
  /** Told when the connection is back, with the seconds that it was away. */
  onBack: (seconds: number) => void = () => undefined;
  /** Resolves with the reason once the connection is given up. */
  readonly lost: Promise<string>;
  private lose: (reason: string) => void = () => undefined;
  private socket: WebSocket | undefined;
  private readonly waiting: KernelMessage.IMessage[] = [];
  private closed = false;

  constructor(private readonly server: JupyterServer, private readonly kernel: string, private readonly session: string) {
    this.lost = new Promise((resolve) => (this.lose = resolve));
  }

  /** @throws what kept it from opening. */
  async open(): Promise<void> {
    this.use(await this.attempt());
  }

  /** What cannot go now goes when the connection is back. */
  send(message: KernelMessage.IMessage): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.write(this.socket, message);
    else this.waiting.push(message);
  }

  close(): void {
    this.closed = true;
    this.socket?.terminate();
  }

  private write(socket: WebSocket, message: KernelMessage.IMessage): void {
    socket.send(this.server.settings.serializer.serialize(message, socket.protocol), () => undefined); // a failure shows as a cut
  }

  private use(socket: WebSocket): void {
    this.socket = socket;
    const stopWatching = watched(socket);
    const cut = (): void => {
      stopWatching();
      if (!this.closed) void this.reconnect();
    };
    if (socket.readyState !== WebSocket.OPEN) return cut();
    socket.once("close", cut);
    for (const message of this.waiting.splice(0)) this.write(socket, message);
  }

  private async reconnect(): Promise<void> {
    this.onCut();
    const began = performance.now();
    const seconds = this.server.options.reconnect ?? RECONNECT_S;
    for (let wait = FIRST_PAUSE_MS; !this.closed; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      try {
        const socket = await this.attempt();
        this.onBack((performance.now() - began) / 1000);
        return this.use(socket);
      } catch (error) {
        if (error instanceof Refused) return this.lose(error.message);
        if (performance.now() - began > seconds * 1000) return this.lose(`the connection to ${this.server.options.url} was cut and did not come back within ${seconds} s: ${oneLine(error)}`);
      }
      await pause(wait);
    }
  }

  private attempt(): Promise<WebSocket> {
    const { options, settings } = this.server;
    const headers = options.token ? { Authorization: `token ${options.token}` } : {};
    const socket = new WebSocket(this.server.channels(this.kernel, this.session), [...PROTOCOLS], { headers, handshakeTimeout: HANDSHAKE_MS, maxPayload: 0 });
    socket.binaryType = "arraybuffer";
    socket.on("message", (data, isBinary) => {
      const message = received(isBinary && data instanceof ArrayBuffer ? settings.serializer.deserialize(data, socket.protocol) : fromText(data.toString()));
      if (message) this.onMessage(message);
    });
    return opened(socket);
  }
}

/** Servers that do not speak the newer protocol send JSON. */
const fromText = (text: string): KernelMessage.IMessage => JSON.parse(text) as KernelMessage.IMessage;

function opened(socket: WebSocket): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket));
    socket.on("error", reject); // stays: later errors show as a cut
    socket.once("unexpected-response", (request, response) => {
      request.destroy();
      reject(refusal(response.statusCode ?? 0));
    });
  });
}

function refusal(status: number): Error {
  if (status === 404) return new Refused("the kernel is no longer on the server");
  if (status === 401 || status === 403) return new Refused(`the server no longer lets us in (HTTP ${status})`);
  return new Error(`HTTP ${status}`);
}

/** A network that has gone silent closes nothing: what does not answer is cut here. @returns stops it. */
function watched(socket: WebSocket): () => void {
  let answered = true;
  for (const sign of ["pong", "message"] as const) socket.on(sign, () => (answered = true));
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_MS);
  return () => clearInterval(timer);
}

