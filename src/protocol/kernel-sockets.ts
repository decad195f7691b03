// The kernel's side of the five channels: bound sockets, signed and serialised sends, checked receives.
import { setTimeout as delay } from "node:timers/promises";
import { capability, Router, XPublisher } from "zeromq";
import { BindError, endpoint, type Channel, type ConnectionInfo } from "./connection";
import { decode, encode, MessageError, type Message, type OutgoingMessage } from "./message";
import { Sender } from "./sender";
import { Signer } from "./signer";

/** No request of a notebook comes near this; a larger frame is refused before it is read. */
const MAX_FRAME_BYTES = 512 * 1024 * 1024;

/** A client's stdin may connect after its shell (ZeroMQ tries every 100 ms): a question sent before would be lost, and its cell hang. */
const STDIN_PATIENCE_MS = 2000;

/** What is published while nobody listens is lost, and VS Code then asks anew only 1.5 s later: the first requests wait for an iopub as long as this. */
const LISTENER_PATIENCE_MS = 500;

export type RequestChannel = "shell" | "control" | "stdin";
export interface Receiver {
  message(message: Message, channel: RequestChannel): void;
  subscribed(topic: string): void;
  rejected(reason: string): void;
}

export class KernelSockets {
  private readonly routers: Readonly<Record<RequestChannel, Router>>;
  private readonly heartbeat: Router;
  private readonly iopub: XPublisher;
  private readonly signer: Signer;
  private heard: () => void = () => undefined;
  private readonly listener = new Promise<void>((resolve) => (this.heard = resolve));
  private listened: Promise<unknown> | undefined;
  private readonly senders: Readonly<Record<RequestChannel | "iopub", Sender>>;

  /** @throws {BindError} if the connection asks for an encryption that this machine's ZeroMQ lacks. */
  constructor(private readonly connection: ConnectionInfo) {
    const security = securityOf(connection);
    this.signer = new Signer(connection.key, connection.signature_scheme);
    this.routers = { shell: router(security), control: router(security), stdin: router({ ...security, mandatory: true }) };
    this.heartbeat = new Router({ linger: 0, ...security });
    this.iopub = new XPublisher({ sendHighWaterMark: 0, verbosity: "allSubs", ...security });
    const { shell, control, stdin } = this.routers;
    this.senders = { shell: new Sender(shell), control: new Sender(control), stdin: new Sender(stdin, STDIN_PATIENCE_MS), iopub: new Sender(this.iopub) };
  }

  /** Binds all channels and starts to deliver. @throws {BindError} */
  async open(receiver: Receiver): Promise<void> {
    await Promise.all([
      this.bind("shell", this.routers.shell),
      this.bind("control", this.routers.control),
      this.bind("stdin", this.routers.stdin),
      this.bind("hb", this.heartbeat),
      this.bind("iopub", this.iopub),
    ]);
    for (const channel of ["shell", "control", "stdin"] as const) void this.receive(channel, receiver);
    void this.receiveSubscriptions(receiver);
    void this.echoHeartbeat();
  }

  send(channel: RequestChannel | "iopub", message: OutgoingMessage): Promise<void> {
    return this.senders[channel].send(encode(message, this.signer));
  }

  /** Waits until everything is handed to ZeroMQ, then closes; `linger` lets the last messages leave. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.senders).map((sender) => sender.flushed()));
    for (const socket of [...Object.values(this.routers), this.iopub, this.heartbeat]) socket.close();
  }

  private async bind(channel: Channel, socket: { bind(address: string): Promise<void> }): Promise<void> {
    const address = endpoint(this.connection, channel);
    try {
      await socket.bind(address);
    } catch (error) {
      throw new BindError(`cannot bind the ${channel} channel to ${address}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async receive(channel: RequestChannel, receiver: Receiver): Promise<void> {
    for await (const frames of this.routers[channel]) {
      await (this.listened ??= Promise.race([this.listener, delay(LISTENER_PATIENCE_MS, undefined, { ref: false })]));
      const message = this.decoded(frames, receiver);
      if (message) receiver.message(message, channel);
    }
  }

  private decoded(frames: Buffer[], receiver: Receiver): Message | undefined {
    try {
      return decode(frames, this.signer);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      receiver.rejected(error.message);
      return undefined;
    }
  }

  private async receiveSubscriptions(receiver: Receiver): Promise<void> {
    for await (const [frame] of this.iopub) {
      if (frame?.[0] !== 1) continue;
      receiver.subscribed(frame.toString("utf8", 1));
      this.heard();
    }
  }

  private async echoHeartbeat(): Promise<void> {
    for await (const frames of this.heartbeat) await this.heartbeat.send(frames);
  }
}

type Security = Partial<Pick<Router, "curveServer" | "curvePublicKey" | "curveSecretKey">>;

function securityOf({ curve_publickey: curvePublicKey, curve_secretkey: curveSecretKey }: ConnectionInfo): Security {
  if (!curvePublicKey || !curveSecretKey) return {};
  if (!capability.curve) throw new BindError("the connection file asks for CurveZMQ encryption, which this machine's build of ZeroMQ lacks");
  return { curveServer: true, curvePublicKey, curveSecretKey };
}

function router(more: Security & { mandatory?: boolean }): Router {
  return new Router({ linger: 1000, sendHighWaterMark: 0, maxMessageSize: MAX_FRAME_BYTES, handover: true, ...more });
}
