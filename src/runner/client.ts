// A client of one kernel: requests out, replies and iopub messages in, over real ZeroMQ sockets.
import { Dealer, Subscriber } from "zeromq";
import { decode, encode, endpoint, HeaderMaker, MessageError, Sender, Signer, type ConnectionInfo, type JsonObject, type Message } from "../protocol";

/** Until the kernel has bound its sockets ZeroMQ tries to connect, every 100 ms if not told; a try costs next to nothing. */
const CONNECT_AGAIN_MS = 5;

type Listener = (message: Message) => void;
type RequestChannel = "shell" | "control";

export class KernelClient {
  private readonly signer: Signer;
  private readonly headers = new HeaderMaker();
  private readonly sockets: Record<RequestChannel | "stdin", Dealer>;
  private readonly senders: Record<RequestChannel | "stdin", Sender>;
  private readonly iopub = new Subscriber({ receiveHighWaterMark: 0, linger: 0, reconnectInterval: CONNECT_AGAIN_MS });
  private readonly replies = new Map<string, Listener>();
  /** Every iopub message, in order. */
  onIopub: Listener = () => undefined;
  /** A question of the kernel to the user. */
  onInput: Listener = () => undefined;

  constructor(connection: ConnectionInfo) {
    this.signer = new Signer(connection.key, connection.signature_scheme);
    const dealer = (): Dealer => new Dealer({ linger: 0, routingId: this.headers.session, reconnectInterval: CONNECT_AGAIN_MS });
    this.sockets = { shell: dealer(), control: dealer(), stdin: dealer() };
    this.senders = { shell: new Sender(this.sockets.shell), control: new Sender(this.sockets.control), stdin: new Sender(this.sockets.stdin) };
    for (const channel of ["shell", "control", "stdin"] as const) this.sockets[channel].connect(endpoint(connection, channel));
    this.iopub.connect(endpoint(connection, "iopub"));
    this.iopub.subscribe();
    void this.listen(this.iopub, (message) => this.onIopub(message));
    void this.listen(this.sockets.stdin, (message) => this.onInput(message));
    for (const channel of ["shell", "control"] as const) void this.listen(this.sockets[channel], (message) => this.settle(message));
  }

  /** Sends a request and resolves with its reply; `id` is the request's msg_id. */
  request(type: string, content: JsonObject, channel: RequestChannel = "shell"): { id: string; reply: Promise<Message> } {
    const header = this.headers.make(type);
    const reply = new Promise<Message>((resolve) => this.replies.set(header.msg_id, resolve));
    void this.senders[channel].send(encode({ header, content }, this.signer));
    return { id: header.msg_id, reply };
  }

  answerInput(question: Message, value: string): void {
    const header = this.headers.make("input_reply");
    void this.senders.stdin.send(encode({ header, parent: question.header, content: { value } }, this.signer));
  }

  close(): void {
    for (const socket of [...Object.values(this.sockets), this.iopub]) socket.close();
  }

  private settle(message: Message): void {
    const id = message.parent.msg_id ?? "";
    this.replies.get(id)?.(message);
    this.replies.delete(id);
  }

  /** What is not signed with our key is not the kernel's word. */
  private deliver(frames: Buffer[], to: Listener): void {
    try {
      to(decode(frames, this.signer));
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
    }
  }

  private async listen(socket: Dealer | Subscriber, deliver: Listener): Promise<void> {
    try {
      for await (const frames of socket) this.deliver(frames, deliver);
    } catch (error) {
      if (!socket.closed) throw error;
    }
  }
}
