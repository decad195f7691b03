// From the executor's frames to iopub messages: each under the request of the cell that made it, streams coalesced.
import { StringDecoder } from "node:string_decoder";
import type { ErrorDescription } from "../executor/child/errors";
import type { OutputFrame } from "../executor/frames";
import type { JsonObject, Message } from "../protocol";
import type { CellRecord, CellRecords } from "./cells";
import { traceback } from "./traceback";

type StreamName = "stdout" | "stderr";
export type Publish = (type: string, content: JsonObject, request: Message) => void;

const FLUSH_MS = 8;
const FLUSH_BYTES = 64 * 1024;

interface Payload { data: JsonObject; metadata: JsonObject; id?: string }

export class OutputRouter {
  private cell: CellRecord | undefined;
  private stream: StreamName = "stdout";
  private text: string[] = [];
  private size = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  /** In the order in which they began. */
  private readonly runningCells = new Set<CellRecord>();

  /** @param remember gets each result as text. */
  constructor(private readonly cells: CellRecords, private readonly publish: Publish, private readonly remember: (cell: CellRecord, text: string) => void = () => undefined) {}

  /** The cell that takes output which names none: raw descriptor writes. */
  get running(): CellRecord | undefined {
    return [...this.runningCells].at(-1);
  }

  began(cell: CellRecord): void {
    this.runningCells.add(cell);
  }

  ended(cell: CellRecord): void {
    this.flush();
    this.runningCells.delete(cell);
  }

  frame(frame: OutputFrame): void {
    const cell = this.cells.get(frame.cell) ?? this.running;
    if (!cell) return;
    if (frame.type === "stdout" || frame.type === "stderr") return this.write(cell, frame.type, this.decoders[frame.type].write(frame.payload));
    this.flush();
    this.publishFrame(frame, cell);
  }

  write(cell: CellRecord, stream: StreamName, text: string): void {
    if (cell !== this.cell || stream !== this.stream) this.flush();
    this.cell = cell;
    this.stream = stream;
    this.text.push(text);
    this.size += text.length;
    if (this.size >= FLUSH_BYTES) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.cell && this.size > 0) this.publish("stream", { name: this.stream, text: this.text.join("") }, this.cell.request);
    this.text = [];
    this.size = 0;
  }

  error(cell: CellRecord, error: ErrorDescription): JsonObject {
    this.flush();
    const content = { ename: error.name, evalue: error.message, traceback: traceback(error.stack, this.cells) };
    this.publish("error", content, cell.request);
    return content;
  }

  private publishFrame(frame: OutputFrame, cell: CellRecord): void {
    const body: unknown = JSON.parse(frame.payload.toString("utf8"));
    if (frame.type === "error") this.error(cell, body as ErrorDescription);
    else if (frame.type === "clear") this.publish("clear_output", body as JsonObject, cell.request);
    else if (frame.type === "result") this.publishResult(body as Payload, cell);
    else this.publishDisplay(frame.type === "update" ? "update_display_data" : "display_data", body as Payload, cell);
  }

  private publishResult({ data, metadata }: Payload, cell: CellRecord): void {
    if (cell.silent) return;
    this.remember(cell, String(data["text/plain"] ?? ""));
    this.publish("execute_result", { execution_count: cell.executionCount, data, metadata }, cell.request);
  }

  private publishDisplay(type: string, { data, metadata, id }: Payload, cell: CellRecord): void {
    this.publish(type, { data, metadata, transient: id ? { display_id: id } : {} }, cell.request);
  }
}
