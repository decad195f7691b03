// One kernel session: its executor, language, cells, history and output, shared by the request handlers.
import { Executor } from "../executor/parent/executor";
import type { CellLanguage } from "../language";
import type { HeaderMaker, JsonObject, KernelSockets, Message, OutgoingMessage } from "../protocol";
import { SessionComms } from "./comms";
import { CellRecords, type CellRecord } from "./cells";
import { SessionDebugger } from "./debug/debugger";
import type { History } from "./history";
import { InputRequests } from "./input";
import { OutputRouter } from "./output";
import { SessionTypes } from "./types";

export interface SessionParts {
  sockets: KernelSockets;
  headers: HeaderMaker;
  history: History;
  language: () => CellLanguage;
  executor: Executor;
  startExecutor: () => Executor;
}

export class Session {
  readonly cells = new CellRecords();
  readonly output: OutputRouter;
  readonly inputs: InputRequests;
  readonly comms = new SessionComms(this);
  readonly types = new SessionTypes(this);
  readonly debugger = new SessionDebugger(this);
  readonly history: History;
  executionCount = 0;
  /** Ends the process once the session is closed. */
  readonly closed: Promise<void>;
  private markClosed: () => void = () => undefined;
  private current: Executor;

  constructor(private readonly parts: SessionParts) {
    this.history = parts.history;
    this.output = new OutputRouter(this.cells, (type, content, request) => this.publish(type, content, request), ({ executionCount }, text) => this.history.addOutput(executionCount, text));
    this.inputs = new InputRequests((request, prompt) => this.requestInput(request, prompt));
    this.closed = new Promise((resolve) => (this.markClosed = resolve));
    this.current = this.attach(parts.executor);
  }

  /** The live executor; a fresh one if the last has died. */
  get executor(): Executor {
    if (this.current.dead) {
      this.current = this.attach(this.parts.startExecutor());
      this.comms.closeAll();
    }
    return this.current;
  }

  get language(): CellLanguage {
    return this.parts.language();
  }

  /** Sends on iopub, under the request's header; the topic is the message type, as ipykernel's last part. */
  publish(type: string, content: JsonObject, request?: Message, more: Pick<OutgoingMessage, "metadata" | "buffers"> = {}): void {
    const header = this.parts.headers.make(type);
    void this.parts.sockets.send("iopub", { identities: [type], header, parent: request?.header ?? {}, content, ...more });
  }

  /** What the debugger has to tell, under the cell that runs. */
  event(content: JsonObject): void {
    this.publish("debug_event", content, this.output.running?.request);
  }

  /** The answer to a new iopub subscription (JEP 65), sent under the topic it asked for. */
  welcome(topic: string): void {
    const header = this.parts.headers.make("iopub_welcome");
    void this.parts.sockets.send("iopub", { identities: [topic], header, content: { subscription: topic } });
  }

  reply(request: Message, channel: "shell" | "control", content: JsonObject): void {
    const header = this.parts.headers.make(request.header.msg_type.replace(/_request$/, "_reply"));
    void this.parts.sockets.send(channel, { identities: request.identities, header, parent: request.header, content });
  }

  notice(text: string, cell: CellRecord | undefined = this.output.running): void {
    if (cell) this.output.write(cell, "stderr", text);
  }

  /** Stops what runs, also where a debugger holds it. */
  interrupt(): Promise<void> {
    return this.executor.interrupt(() => this.debugger.terminate());
  }

  async close(graceMs = 1000): Promise<void> {
    await Promise.all([this.current.shutdown(graceMs), this.types.close()]);
    this.output.flush();
    await this.parts.sockets.close();
    this.markClosed();
  }

  private attach(executor: Executor): Executor {
    executor.on("frame", (frame) => {
      if (frame.type === "input") this.inputs.ask(frame, this.cells.get(frame.cell) ?? this.output.running, executor);
      else if (frame.type === "installed") void this.types.packagesChanged();
      else if (frame.type === "comm") this.comms.send(frame, (this.cells.get(frame.cell) ?? this.output.running)?.request);
      else this.output.frame(frame);
    });
    executor.on("notification", (method, params) => executor === this.current && this.debugger.notified(method, params));
    executor.on("notice", (text) => this.notice(text));
    return executor;
  }

  private requestInput(request: Message, content: { prompt: string; password: boolean }): void {
    const header = this.parts.headers.make("input_request");
    void this.parts.sockets.send("stdin", { identities: request.identities, header, parent: request.header, content });
  }
}
