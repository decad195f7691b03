// The Output widget: what a function prints and displays goes into it, asynchronous output too.
import { currentHost, type Captured } from "../host";
import { renderNow } from "../render";
import type { Rendered } from "../types";
import { OUTPUT } from "./protocol";
import { sort, type Options, type Visible } from "./sort";
import type { Live } from "./widget";

/** As notebooks store outputs. */
export type StoredOutput =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: Record<string, unknown>; metadata: Record<string, unknown> }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

interface OutputFields extends Visible {
  outputs: readonly StoredOutput[];
  /** Used by kernels that let the front end do the capturing. */
  msg_id: string;
}

export interface OutputMethods {
  /** Runs `work` and shows here what it prints and displays. What it throws is shown here too, and thrown. */
  capture<T>(work: () => T): T;
  /** As `capture`, in place of what was shown before: the old stays until the new is there. */
  replace<T>(work: () => T): T;
  /** Shows a value here. */
  append(value: unknown): void;
  /** Shows nothing any more. */
  clear(): void;
}

/** A place that holds output: what `capture` catches, or what is appended. */
export type Output = Live<OutputFields> & OutputMethods;

/** A long-running function's output is shown this often, ms: each change carries the whole list. */
const SHOW_MS = 100;

const make = sort<OutputFields>("Output", { module: OUTPUT, state: () => ({ outputs: [], msg_id: "" }) });

export function Output(options?: Options<OutputFields>): Output {
  const widget = make(options);
  const contents = new Contents(widget);
  return Object.assign(widget, {
    capture: <T>(work: () => T) => contents.run(work),
    replace: <T>(work: () => T) => contents.run(work, true),
    append: (value: unknown) => contents.show(renderNow(value).now),
    clear: () => contents.clear(),
  });
}

class Contents {
  private outputs: StoredOutput[];
  private readonly displays = new Map<string, number>();
  private shown = 0;
  private timer: NodeJS.Timeout | undefined;
  /** The next output takes the place of all there is. */
  private stale = false;

  constructor(private readonly widget: Live<OutputFields>) {
    this.outputs = [...widget.outputs];
  }

  run<T>(work: () => T, replacing = false): T {
    this.stale = replacing;
    const { capture } = currentHost();
    if (!capture) return work(); // its output stands where the call does
    try {
      const result = capture((output) => this.take(output), work);
      if (result instanceof Promise) return this.following(result) as T;
      this.end(replacing);
      return result;
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  show(rendered: Rendered): void {
    this.take({ type: "display", rendered });
    this.flush();
  }

  clear(): void {
    this.stale = false;
    this.outputs = [];
    this.flush();
  }

  private async following(result: Promise<unknown>): Promise<unknown> {
    try {
      return await result;
    } catch (error) {
      this.fail(error);
      throw error;
    } finally {
      this.end(this.stale);
    }
  }

  /** A run that showed nothing has nothing to show. */
  private end(replacing: boolean): void {
    if (replacing && this.stale) this.outputs = [];
    this.stale = false;
    this.flush();
  }

  private fail(error: unknown): void {
    const { name = "Error", message = String(error), stack = "" } = error instanceof Error ? error : {};
    const places = stack.split("\n").filter((line) => line.includes("ts-cell:")).map((line) => line.replace(/\(?ts-cell:.*?:(\d+):\d+\)?/, "(line $1)"));
    this.begin();
    this.outputs.push({ output_type: "error", ename: name, evalue: message, traceback: [`\u001b[31m${name}\u001b[39m: ${message}`, ...places] });
    this.flush();
  }

  private take(output: Captured): void {
    if (output.type === "clear") this.forget(output.wait);
    else if (output.type === "stream") this.print(output.name, output.text);
    else this.put(output.rendered, output.id, output.type === "update");
    this.schedule();
  }

  private forget(wait: boolean): void {
    if (wait) this.stale = true;
    else this.outputs = [];
  }

  private print(name: "stdout" | "stderr", text: string): void {
    this.begin();
    const last = this.outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) this.outputs[this.outputs.length - 1] = { ...last, text: last.text + text };
    else this.outputs.push({ output_type: "stream", name, text });
  }

  private put({ data, metadata }: Rendered, id: string | undefined, isUpdate: boolean): void {
    const output: StoredOutput = { output_type: "display_data", data, metadata };
    const at = id === undefined ? undefined : this.displays.get(id);
    if (isUpdate && at !== undefined && !this.stale) return void (this.outputs[at] = output);
    this.begin();
    if (id !== undefined) this.displays.set(id, this.outputs.length);
    this.outputs.push(output);
  }

  private begin(): void {
    if (!this.stale) return;
    this.stale = false;
    this.outputs = [];
    this.displays.clear();
  }

  private schedule(): void {
    if (performance.now() - this.shown > SHOW_MS) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), SHOW_MS);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.shown = performance.now();
    this.widget.outputs = [...this.outputs];
  }
}
