// VS Code's Jupyter extension as a peer: JupyterLab's client library over ZeroMQ sockets of its own, without a server between.
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default";
import type { Kernel } from "@jupyterlab/services";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection";
import { decode, encode } from "@nteract/messaging/lib/wire-protocol";
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Subscriber } from "zeromq";
import { kernelspecs } from "./kernelspec";

const CHANNELS = ["shell", "iopub", "stdin", "control", "hb"] as const;
const ATTEMPTS = 10;
const ATTEMPT_MS = 1500;
type RequestChannel = "shell" | "stdin" | "control";

interface Connection extends Record<`${(typeof CHANNELS)[number]}_port`, number> {
  key: string;
  signature_scheme: string;
  transport: "tcp";
  ip: string;
}

export interface Message {
  channel: string;
  header: { msg_id: string; msg_type: string };
  content: Record<string, unknown>;
}

/** A kernel that VS Code started, and its end of the wires. */
export class VsCode {
  private constructor(readonly folder: string, readonly kernel: Kernel.IKernelConnection, private readonly child: ChildProcess) {}

  /** Ports first, then the process, then the sockets: they connect before the kernel has bound its own. */
  static async start(): Promise<VsCode> {
    const folder = mkdtempSync(join(tmpdir(), "conformance-vscode-"));
    const connection = await connectionOf();
    const file = join(folder, "connection.json");
    writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
    const { argv } = kernelspecs.read();
    const [command = "", ...rest] = argv.map((part) => part.replace("{connection_file}", file));
    const child = spawn(command, rest, { cwd: folder, env: { ...process.env, CELLWRIGHT_HISTORY: "" }, stdio: "ignore" });
    return new VsCode(folder, clientOver(connection), child);
  }

  /** Kernel info *and* a message on iopub, asked for again and again; after the last time the extension calls the kernel dead. */
  async ready(): Promise<Kernel.IKernelConnection> {
    while (this.kernel.connectionStatus !== "connected") await new Promise((resolve) => setTimeout(resolve, 10));
    const heard = new Promise<void>((resolve) => this.kernel.iopubMessage.connect(() => resolve()));
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const informed = this.kernel.requestKernelInfo();
      const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), ATTEMPT_MS).unref());
      if ((await Promise.race([Promise.all([informed, heard]), late])) !== "late") return this.kernel;
    }
    throw new Error("kernel_info and a message on iopub did not both come");
  }

  /** Resolves to the process's exit code once it has ended. */
  ended(): Promise<number | null> {
    return this.child.exitCode !== null ? Promise.resolve(this.child.exitCode) : new Promise((resolve) => this.child.once("exit", resolve));
  }

  close(): void {
    this.kernel.dispose();
    this.child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function connectionOf(): Promise<Connection> {
  const ports = await Promise.all(CHANNELS.map(freePort));
  const named = Object.fromEntries(CHANNELS.map((channel, i) => [`${channel}_port`, ports[i]]));
  return { ...named, key: randomUUID(), signature_scheme: "hmac-sha256", transport: "tcp", ip: "127.0.0.1" } as Connection;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function clientOver(connection: Connection): Kernel.IKernelConnection {
  const serverSettings = ServerConnection.makeSettings({
    WebSocket: class extends RawSocket {
      constructor() {
        super(connection);
      }
    } as unknown as typeof WebSocket,
    serializer: { serialize: (message) => message as never, deserialize: (data) => data as never },
  });
  return new KernelConnection({ model: { id: randomUUID(), name: "cellwright" }, serverSettings, username: "vscode", handleComms: true });
}

/** What the client library takes for a web socket; objects go in and out, frames over ZeroMQ. */
class RawSocket {
  onopen: (event: object) => void = () => undefined;
  onmessage: (event: { data: unknown }) => void = () => undefined;
  onclose: () => void = () => undefined;
  onerror: () => void = () => undefined;
  protocol = "";
  readonly #requests: Record<RequestChannel, Dealer>;
  readonly #iopub = new Subscriber({ linger: 0 });
  readonly #sending: Record<string, Promise<void>> = {};

  constructor(readonly connection: Connection) {
    const routingId = randomUUID();
    const dealer = (channel: RequestChannel): Dealer => this.#connected(new Dealer({ routingId, linger: 0 }), channel);
    this.#requests = { shell: dealer("shell"), stdin: dealer("stdin"), control: dealer("control") };
    this.#connected(this.#iopub, "iopub").subscribe();
    for (const [channel, socket] of [...Object.entries(this.#requests), ["iopub", this.#iopub] as const]) void this.#listen(channel, socket);
    setImmediate(() => this.onopen({}));
  }

  send(message: Message): void {
    const frames = encode({ ...message, parent_header: {}, metadata: {}, buffers: [], idents: [], ...message } as never, this.connection.key, this.connection.signature_scheme);
    const channel = message.channel as RequestChannel;
    this.#sending[channel] = (this.#sending[channel] ?? Promise.resolve()).then(() => this.#requests[channel].send(frames as Buffer[])).catch(() => undefined);
  }

  close(): void {
    for (const socket of [...Object.values(this.#requests), this.#iopub]) socket.close();
  }

  #connected<Socket extends { connect(address: string): void }>(socket: Socket, channel: (typeof CHANNELS)[number]): Socket {
    socket.connect(`tcp://127.0.0.1:${this.connection[`${channel}_port`]}`);
    return socket;
  }

  async #listen(channel: string, socket: AsyncIterable<Buffer[]>): Promise<void> {
    for await (const frames of socket) this.onmessage({ data: { ...decode(frames, this.connection.key, this.connection.signature_scheme), channel } });
  }
}

