// What came of one request: its reply, and its iopub messages in order.
import type { Json, PeerMessage } from "./driver";

const ANSI = /\u001b\[[0-9;]*m/g;

export interface ShownError { ename: string; evalue: string; traceback: string[] }

/** A comm message has no reply: what came of it is on iopub alone. */
export class CommResult {
  constructor(readonly id: string, readonly messages: readonly PeerMessage[]) {}

  /** Contents of the messages of one type. */
  all(type: string): Json[] {
    return this.messages.filter(({ msg_type }) => msg_type === type).map(({ content }) => content);
  }

  get types(): string[] {
    return this.messages.map(({ msg_type }) => msg_type);
  }

  get stdout(): string {
    return this.stream("stdout");
  }

  get stderr(): string {
    return this.stream("stderr");
  }

  /** The text/plain of the cell's result. */
  get text(): string | undefined {
    const data = this.all("execute_result")[0]?.["data"] as Record<string, string> | undefined;
    return data?.["text/plain"];
  }

  get errors(): ShownError[] {
    return this.all("error") as unknown as ShownError[];
  }

  /** The only error's traceback without its colours. */
  get traceback(): string {
    return this.colouredTraceback.replace(ANSI, "");
  }

  get colouredTraceback(): string {
    return this.errors.map(({ traceback }) => traceback.join("\n")).join("\n");
  }

  private stream(name: string): string {
    return this.all("stream").filter((content) => content["name"] === name).map(({ text }) => String(text)).join("");
  }
}

export class Result extends CommResult {
  constructor(id: string, readonly reply: PeerMessage, messages: readonly PeerMessage[]) {
    super(id, messages);
  }

  get status(): unknown {
    return this.reply.content["status"];
  }
}
