// One request to execute, from sending to its end: the end is the reply and the idle status, and a cut may swallow either.
import type { KernelMessage } from "@jupyterlab/services";
import type { JsonObject, Message } from "../../protocol";

export class Execution {
  readonly reply: Promise<Message>;
  /** Resolves with the reply once the idle status has come too. */
  readonly finished: Promise<Message>;
  /** Whether the kernel has said anything of it. */
  heard = false;
  private answer: (reply: Message) => void = () => undefined;
  private replied = false;
  private idle = false;
  private becomeIdle: () => void = () => undefined;
  private error: JsonObject | undefined;

  constructor(readonly message: KernelMessage.IMessage) {
    this.reply = new Promise((resolve) => (this.answer = resolve));
    const idle = new Promise<void>((resolve) => (this.becomeIdle = resolve));
    this.finished = Promise.all([this.reply, idle]).then(([reply]) => reply);
  }

  /** The request's msg_id. */
  get id(): string {
    return this.message.header.msg_id;
  }

  get ended(): boolean {
    return this.replied && this.idle;
  }

  /** How many of its last two messages have not come. */
  get missing(): number {
    return Number(!this.replied) + Number(!this.idle);
  }

  get lacksReply(): boolean {
    return !this.replied;
  }

  take(message: Message & { channel: string }): void {
    const { channel, header, content } = message;
    this.heard = true;
    if (header.msg_type === "error") this.error = content;
    if (header.msg_type === "status" && content["execution_state"] === "idle") this.rest();
    if (channel === "shell") this.settle(message);
  }

  /** A later request has been answered, so this one has ended: `like` its reply and idle, what did not come is made up. */
  conclude(like: Message, onIopub: (message: Message) => void): void {
    const parent = { msg_id: this.id };
    const made = (type: string, content: JsonObject): Message => ({ ...like, header: { ...like.header, msg_type: type }, parent, content, buffers: [] });
    if (!this.replied) this.settle(made("execute_reply", this.error ? { ...this.error, status: "error" } : { status: "ok" }));
    if (!this.idle) onIopub(made("status", { execution_state: "idle" }));
    this.rest();
  }

  private rest(): void {
    this.idle = true;
    this.becomeIdle();
  }

  private settle(reply: Message): void {
    this.replied = true;
    this.answer(reply);
  }
}
