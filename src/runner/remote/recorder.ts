// What was on its way when a connection broke, no server keeps. So a Python kernel on the same server, where there is one, listens
// to the others' iopub messages, and is asked after a cut for what came since the last that reached us.
import * as v from "valibot";
import { oneLine } from "../errors";
import { KernelConnection } from "./kernel-connection";
import { received, type ChannelMessage } from "./messages";
import { ENDED, RECORDER } from "./recorder-code";
import type { JupyterServer } from "./server";

const partsSchema = v.looseObject({ header: v.unknown(), parent_header: v.unknown(), metadata: v.unknown(), content: v.unknown(), buffers: v.array(v.string()) });
const replySchema = v.looseObject({ user_expressions: v.looseObject({ answer: v.variant("status", [
  v.looseObject({ status: v.literal("ok"), data: v.looseObject({ "application/json": v.array(partsSchema) }) }),
  v.looseObject({ status: v.literal("error"), ename: v.string(), evalue: v.string() }),
]) }) });

export class Recorder {
  private back: Promise<void> = Promise.resolve();
  private readonly onEnd = new Map<string, () => void>();

  /** @param name a Python kernel's. @throws {InfrastructureError} if it cannot be started. */
  static async start(server: JupyterServer, name: string): Promise<Recorder> {
    const connection = await KernelConnection.start(server, name, "");
    await connection.execute({ code: RECORDER, silent: true }).reply;
    return new Recorder(connection);
  }

  private constructor(private readonly connection: KernelConnection) {
    this.awaitBack();
    connection.onMessage = (message) => {
      this.tell(String(message.content["text"]));
      connection.settle(message);
    };
  }

  /** Told when the kernel's process has ended, sooner than the server sees it. */
  whenEnded(kernel: string, take: () => void): void {
    this.onEnd.set(kernel, take);
  }

  /** From now on what the kernel says is kept. @throws if it cannot be listened to from there. */
  async watch(kernel: string): Promise<void> {
    await this.ask(`cellwright_watch(${JSON.stringify(kernel)})`);
  }

  /** Some of the kernel's messages after one of them ("": all), in order; none when there are no more. @throws if that one is no longer kept. */
  since(kernel: string, message: string): Promise<ChannelMessage[]> {
    return this.ask(`cellwright_since(${JSON.stringify(kernel)}, ${JSON.stringify(message)})`);
  }

  async close(): Promise<void> {
    await this.connection.close().catch(() => undefined); // the server is gone, and its kernels with it
  }

  private tell(text: string): void {
    for (const line of text.split("\n")) if (line.startsWith(ENDED)) this.onEnd.get(line.slice(ENDED.length))?.();
  }

  /** Asking changes nothing, so what a cut swallows is asked again. */
  private async ask(question: string): Promise<ChannelMessage[]> {
    for (;;) {
      const { reply } = this.connection.execute({ code: "", silent: true, user_expressions: { answer: question } });
      const answer = await Promise.race([reply, this.back, this.connection.socket.lost]);
      if (typeof answer === "string") throw new Error(answer);
      if (answer) return messagesIn(answer.content);
    }
  }

  private awaitBack(): void {
    this.back = new Promise((resolve) => {
      this.connection.socket.onBack = () => {
        this.awaitBack();
        resolve();
      };
    });
  }
}

function messagesIn(content: unknown): ChannelMessage[] {
  const parsed = v.safeParse(replySchema, content);
  if (!parsed.success) throw new Error(oneLine(parsed.issues[0].message));
  const { answer } = parsed.output.user_expressions;
  if (answer.status === "error") throw new Error(`${answer.ename}: ${answer.evalue}`);
  return answer.data["application/json"].flatMap(({ buffers, ...parts }) => received({ ...parts, channel: "iopub", buffers: buffers.map((each) => Buffer.from(each, "base64")) }) ?? []);
}
