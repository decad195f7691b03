// iopub messages to a cell's outputs, as nbformat stores them: streams joined, displays updated in place.
import type { JsonObject, Message } from "../protocol";
import type { CodeCell, Output } from "./notebook";

type Shown = Extract<Output, { data: unknown }>;

export class OutputCollector {
  private readonly displays = new Map<string, Shown[]>();
  private clearNext = false;

  /** Adds one message's output to the cell that asked for it. */
  collect(message: Message, cell: CodeCell): void {
    const { content } = message;
    switch (message.header.msg_type) {
      case "stream": return this.stream(cell, String(content["name"]), String(content["text"]));
      case "display_data": return this.show(cell, shown("display_data", content), content);
      case "execute_result": return this.show(cell, shown("execute_result", content), content);
      case "update_display_data": return this.update(content);
      case "clear_output": return this.clear(cell, content["wait"] === true);
      case "error": return this.add(cell, { output_type: "error", ename: String(content["ename"]), evalue: String(content["evalue"]), traceback: strings(content["traceback"]) });
    }
  }

  private stream(cell: CodeCell, name: string, text: string): void {
    this.clearIfAsked(cell);
    const last = cell.outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) last.text += text;
    else cell.outputs.push({ output_type: "stream", name, text });
  }

  private show(cell: CodeCell, output: Shown, content: JsonObject): void {
    const id = displayId(content);
    if (id) {
      this.update(content);
      this.displays.set(id, [...(this.displays.get(id) ?? []), output]);
    }
    this.add(cell, output);
  }

  /** A display may stand in several cells: all of them change. */
  private update(content: JsonObject): void {
    for (const output of this.displays.get(displayId(content) ?? "") ?? []) Object.assign(output, { data: record(content["data"]), metadata: record(content["metadata"]) });
  }

  private add(cell: CodeCell, output: Output): void {
    this.clearIfAsked(cell);
    cell.outputs.push(output);
  }

  private clear(cell: CodeCell, wait: boolean): void {
    if (wait) this.clearNext = true;
    else cell.outputs = [];
  }

  private clearIfAsked(cell: CodeCell): void {
    if (this.clearNext) cell.outputs = [];
    this.clearNext = false;
  }
}

/** What a message shows, as text: for a log. Errors are told by the cell's end. */
export function shownText({ header, content }: Message): { name: "stdout" | "stderr" | "result"; text: string } | undefined {
  if (header.msg_type === "stream") return { name: content["name"] === "stderr" ? "stderr" : "stdout", text: String(content["text"]) };
  const plain = header.msg_type === "display_data" || header.msg_type === "execute_result" ? record(content["data"])["text/plain"] : undefined;
  return plain === undefined ? undefined : { name: "result", text: Array.isArray(plain) ? plain.join("") : String(plain) };
}

function shown(type: "display_data" | "execute_result", content: JsonObject): Shown {
  const common = { data: record(content["data"]), metadata: record(content["metadata"]) };
  if (type === "display_data") return { output_type: type, ...common };
  return { output_type: type, ...common, execution_count: typeof content["execution_count"] === "number" ? content["execution_count"] : null };
}

function displayId(content: JsonObject): string | undefined {
  const id = record(content["transient"])["display_id"];
  return typeof id === "string" ? id : undefined;
}

function record(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
