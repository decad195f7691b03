// Routes each message to its handler, wrapped in busy and idle; execution is queued, everything else answers at once.
import type { JsonObject, Message, Receiver, RequestChannel } from "../protocol";
import { SessionComms } from "./comms";
import { ExecuteQueue } from "./execute-queue";
import { RequestError } from "./requests/request-error";
import { handlers } from "./requests/table";
import type { Session } from "./session";
import { Shells, UnknownSubshellError } from "./shells";

type ReplyChannel = "shell" | "control";

export class Dispatcher implements Receiver {
  private readonly shells: Shells;

  constructor(private readonly session: Session) {
    this.shells = new Shells(() => new ExecuteQueue(session, (request, work, beforeIdle) => this.answer(request, "shell", work, beforeIdle)));
  }

  message(request: Message, channel: RequestChannel): void {
    const type = request.header.msg_type;
    if (channel === "stdin") return type === "input_reply" ? this.session.inputs.answer(request) : undefined;
    const shell = this.shells.of(request);
    if (shell && type === "execute_request" && channel === "shell") return shell.add(request);
    if (type === "shutdown_request") return void this.shutdown(request, channel);
    if (SessionComms.takes(type)) return void this.session.comms.receive(request);
    const handler = handlers[type];
    if (!shell) void this.answer(request, channel, () => Promise.reject(new UnknownSubshellError(request.header.subshell_id)));
    else if (handler) void this.answer(request, channel, async () => handler({ session: this.session, shells: this.shells, request }));
    else if (type.endsWith("_request")) void this.answer(request, channel, () => Promise.reject(new RequestError(`${type} is not known to this kernel`)));
  }

  /** JEP 65: tells a new subscriber that its subscription has taken effect. */
  subscribed(topic: string): void {
    this.session.welcome(topic);
  }

  rejected(reason: string): void {
    process.stderr.write(`cellwright: a message was dropped: ${reason}\n`);
  }

  private async answer(request: Message, channel: ReplyChannel, work: () => Promise<JsonObject>, beforeIdle?: () => Promise<void>): Promise<JsonObject> {
    this.session.publish("status", { execution_state: "busy" }, request);
    const reply = await work().catch(failure);
    this.session.reply(request, channel, reply);
    await beforeIdle?.();
    this.session.publish("status", { execution_state: "idle" }, request);
    return reply;
  }

  private async shutdown(request: Message, channel: ReplyChannel): Promise<void> {
    const content = { status: "ok", restart: request.content["restart"] === true };
    await this.answer(request, channel, async () => {
      this.session.publish("shutdown_reply", content, request);
      return content;
    });
    await this.session.close();
  }
}

function failure(error: unknown): JsonObject {
  const evalue = error instanceof Error ? error.message : String(error);
  const ename = error instanceof RequestError ? error.name : "KernelError";
  return { status: "error", ename, evalue, traceback: [`${ename}: ${evalue}`] };
}
