// A stop of the session: its frames in the user's sources, their scopes, and why it stopped.
import type { Debugger } from "node:inspector";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { catchesAt } from "../../language";
import type { SourcePlace, Sources } from "./sources";
import type { References } from "./variables";

interface Frame {
  v8: Debugger.CallFrame;
  place: SourcePlace;
}

export class Pause {
  /** The user's frames, innermost first; Node's and the kernel's own are left out. */
  readonly frames: Frame[];

  constructor(readonly event: Debugger.PausedEventDataType, readonly sources: Sources) {
    this.frames = event.callFrames.flatMap((v8) => {
      const place = sources.original(v8.location.scriptId, v8.location.lineNumber, v8.location.columnNumber ?? 0);
      return place ? [{ v8, place }] : [];
    });
  }

  /** Code that the user wrote is what the session stands in. */
  get inUserCode(): boolean {
    return this.frames[0]?.v8 === this.event.callFrames[0];
  }

  get isError(): boolean {
    return this.event.reason === "exception" || this.event.reason === "promiseRejection";
  }

  /** No `try` of a cell or local module around it. V8's own word is of no use: to it, what runs in a cell is caught by the cell. */
  get isUncaught(): boolean {
    return !this.frames.some(({ place }) => catchesAt(this.sources.text(place.path), offsetOf(this.sources.text(place.path), place)));
  }

  reason(stepping: boolean): string {
    if (this.isError) return "exception";
    if (this.event.hitBreakpoints?.length) return "breakpoint";
    return stepping ? "step" : "pause";
  }

  stackFrames(): DebugProtocol.StackFrame[] {
    return this.frames.map(({ v8, place }, i) => ({ id: i + 1, name: v8.functionName || place.name, line: place.line, column: place.column, source: { name: place.name, path: place.path } }));
  }

  /** @throws if there is no such frame. */
  frame(id: number): Debugger.CallFrame {
    const frame = this.frames[id - 1];
    if (!frame) throw new Error(`There is no frame ${id}.`);
    return frame.v8;
  }

  /** A function's blocks are shown with its locals, as JupyterLab shows one scope at a time. Node's globals are left out: there are hundreds. */
  scopes(id: number, references: References): DebugProtocol.Scope[] {
    const chain = this.frame(id).scopeChain;
    const inner = chain.slice(0, chain.findIndex(({ type }) => type === "local") + 1);
    const outer = chain.slice(inner.length).filter(({ type }) => type !== "global");
    const shown = [{ name: "Locals", objects: inner.map(({ object }) => object) }, ...outer.map(({ type, object }) => ({ name: SCOPES[type] ?? type, objects: [object] }))];
    return shown.filter(({ objects }) => objects.length > 0).map(({ name, objects }) => ({ name, variablesReference: references.of(...objects), expensive: false }));
  }

  exception(): DebugProtocol.ExceptionInfoResponse["body"] {
    const { data } = this.event;
    const thrown: { className?: unknown; description?: unknown } = data ?? {};
    const description = String(thrown.description ?? "");
    const typeName = String(thrown.className ?? "Error");
    return { exceptionId: typeName, description: description.split("\n")[0], breakMode: "always", details: { typeName, message: description.split("\n")[0], stackTrace: description } };
  }
}

const SCOPES: Record<string, string> = { block: "Block", closure: "Closure", script: "Session", module: "Module", catch: "Catch", with: "With", eval: "Eval" };

const offsetOf = (source: string, { line, column }: SourcePlace): number => source.split("\n").slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
