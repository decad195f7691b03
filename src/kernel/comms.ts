// The session's comms: which are open, what the front end sends to them, what cells send through them.
import * as v from "valibot";
import type { OutputFrame } from "../executor/frames";
import { decodeParts } from "../executor/frames";
import type { JsonObject, Message, OutgoingMessage } from "../protocol";
import type { Executor } from "../executor/parent/executor";
import type { CellRecords } from "./cells";
import type { OutputRouter } from "./output";

type Kind = "open" | "msg" | "close";
interface Sent { kind: Kind; id: string; target: string; data: JsonObject; metadata: JsonObject }

/** What comms need of their session. */
export interface CommSession {
  readonly cells: CellRecords;
  readonly output: OutputRouter;
  readonly executor: Executor;
  publish(type: string, content: JsonObject, request?: Message, more?: Pick<OutgoingMessage, "metadata" | "buffers">): void;
}

const schema = v.object({ comm_id: v.string(), target_name: v.optional(v.string(), ""), data: v.optional(v.record(v.string(), v.unknown()), {}) });

export class SessionComms {
  /** Target names by comm id; known here so that `comm_info_request` is answered while a cell is busy. */
  private readonly targets = new Map<string, string>();

  constructor(private readonly session: CommSession) {}

  /** Whether a message is for a comm. */
  static takes(type: string): boolean {
    return type === "comm_open" || type === "comm_msg" || type === "comm_close";
  }

  /** Hands one of the front end's messages to the executor; busy until its handler has ended. Waits for no cell that awaits. */
  async receive(request: Message): Promise<void> {
    this.session.publish("status", { execution_state: "busy" }, request);
    try {
      await this.deliver(request);
    } catch (error) {
      const evalue = error instanceof Error ? error.message : String(error);
      this.session.publish("error", { ename: "RequestError", evalue, traceback: [`RequestError: ${evalue}`] }, request);
    }
    this.session.output.flush();
    this.session.publish("status", { execution_state: "idle" }, request);
  }

  /** Publishes what a cell or a handler sends. */
  send(frame: OutputFrame, request: Message | undefined): void {
    const { json, parts } = decodeParts(frame.payload);
    const { kind, id, target, data, metadata } = json as Sent;
    if (kind === "open") this.targets.set(id, target);
    if (kind === "close") this.targets.delete(id);
    this.session.output.flush();
    const opening = kind === "open" ? { target_name: target, target_module: null } : {};
    this.session.publish(`comm_${kind}`, { comm_id: id, ...opening, data }, request, { metadata, buffers: parts });
  }

  /** The reply to `comm_info_request`: all that are open, or one target's. */
  info(target: string | undefined): JsonObject {
    const chosen = [...this.targets].filter(([, name]) => target === undefined || name === target);
    return { status: "ok", comms: Object.fromEntries(chosen.map(([id, target_name]) => [id, { target_name }])) };
  }

  /** The executor has gone, and with it everybody at this end. */
  closeAll(): void {
    for (const id of this.targets.keys()) this.session.publish("comm_close", { comm_id: id, data: {} });
    this.targets.clear();
  }

  private async deliver(request: Message): Promise<void> {
    const parsed = v.safeParse(schema, request.content);
    if (!parsed.success) throw new Error(`${request.header.msg_type}: ${v.getDotPath(parsed.issues[0]) ?? "content"}: ${parsed.issues[0].message}`);
    const { comm_id: id, target_name: target, data } = parsed.output;
    const kind = request.header.msg_type.replace("comm_", "") as Kind;
    const { executor } = this.session;
    if (kind === "open") this.targets.set(id, target);
    if (kind === "close") this.targets.delete(id);
    const buffers = request.buffers.map((buffer) => buffer.toString("base64"));
    return executor.handle({ type: "comm", cell: this.session.cells.addMessage(request).id, kind, id, target, data, metadata: request.metadata, buffers });
  }
}
