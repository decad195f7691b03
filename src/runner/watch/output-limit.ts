// A cell that floods is stopped before its outputs fill the memory and the notebook.
import type { JsonObject, Message } from "../../protocol";
import { stopped, type Stopped } from "../ends";

/** Updates take the place of what they update, so that a long training's live figure is no flood. */
const ADDING = ["stream", "display_data", "execute_result", "error"];

/** Bytes of output a cell may make unless told otherwise. */
export const OUTPUT_LIMIT = 100 * 2 ** 20;

export class OutputLimit {
  /** Resolves with the cell's end when the limit is passed. */
  readonly reached: Promise<Stopped>;
  private reach: (end: Stopped) => void = () => undefined;
  private taken = 0;

  /** @param bytes 0: no limit. */
  constructor(private readonly bytes: number = OUTPUT_LIMIT) {
    this.reached = new Promise((resolve) => (this.reach = resolve));
  }

  /** What of the message there is room for; undefined: nothing. */
  fitting(message: Message): Message | undefined {
    const { header, content } = message;
    if (header.msg_type === "clear_output") this.taken = 0;
    if (this.bytes === 0 || !ADDING.includes(header.msg_type)) return message;
    const room = this.bytes - this.taken;
    this.taken += sizeOf(content);
    if (this.taken <= this.bytes) return message;
    this.reach(stopped("limit", "OutputLimit", `the cell has put out more than ${this.bytes} bytes (--output-limit)`, "interrupt"));
    const { text } = content;
    return room > 0 && typeof text === "string" ? { ...message, content: { ...content, text: text.slice(0, room) } } : undefined;
  }
}

function sizeOf({ text, data }: JsonObject): number {
  if (typeof text === "string") return text.length;
  return typeof data === "object" && data !== null ? Object.values(data).reduce((sum: number, value) => sum + (typeof value === "string" ? value.length : JSON.stringify(value).length), 0) : 0;
}
