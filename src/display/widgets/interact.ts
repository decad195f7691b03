// A function with controls for its parameters: it runs anew, and its output is replaced, whenever one of them moves.
import { display, markShown } from "../display";
import { currentHost } from "../host";
import { controlFor, type Control, type ValueOf } from "./abbreviations";
import { VBox, type Container } from "./boxes";
import { Button } from "./controls";
import { Output } from "./output";
import type { Visible } from "./sort";
import type { Live } from "./widget";

/** When the function runs. */
export interface InteractOptions {
  /** A button runs the function; otherwise each change does. */
  manual?: boolean;
}

/** Controls and output together, as a column. */
export type Interactive<P> = Live<Container & Visible> & {
  /** The controls, by parameter. */
  readonly controls: { readonly [K in keyof P]: Control };
  /** Where the function's output is shown. */
  readonly output: Output;
  /** Runs the function with the present values; resolves when it, and a run that began meanwhile, has ended. */
  run(): Promise<void>;
  /** What the last run returned. */
  readonly result: unknown;
};

export type Arguments<P> = { [K in keyof P]: ValueOf<P[K]> };

/** As `interact`, but not displayed: to be put into a box, or shown as a cell's value. */
export function interactive<const P extends Readonly<Record<string, unknown>>>(fn: (values: Arguments<P>) => unknown, parameters: P, { manual = false }: InteractOptions = {}): Interactive<P> {
  const controls = Object.fromEntries(Object.entries(parameters).map(([name, given]) => [name, controlFor(name, given)]));
  const output = Output();
  const button = manual ? [Button({ description: "Run" })] : [];
  const box = VBox([...Object.values(controls), ...button, output], { _dom_classes: ["widget-interact"] });
  let result: unknown;
  const once = async (): Promise<void> => {
    const values = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value]));
    await output.replace(() => shown(fn(values as Arguments<P>), (value) => (result = value)));
  };
  const run = latest(once);
  for (const control of Object.values(controls)) if (!manual) control.on("change:value", run);
  for (const each of button) each.on("click", run);
  if (!manual) run().catch(() => undefined); // what it throws stands in the output
  const extra = { controls: { value: controls }, output: { value: output }, run: { value: run }, result: { get: () => result } };
  return Object.defineProperties(box, extra) as Interactive<P>;
}

/**
 * Shows controls for a function's parameters and, under them, what it prints, displays and returns for their values.
 * @param parameters by name: a number, `[min, max, step]`, a boolean, a text, choices (a list, or an object from labels), or a widget.
 * @throws {TypeError} {RangeError} for a parameter that stands for no control.
 */
export function interact<const P extends Readonly<Record<string, unknown>>>(fn: (values: Arguments<P>) => unknown, parameters: P, options?: InteractOptions): Interactive<P> {
  const made = interactive(fn, parameters, options);
  if (currentHost().comms) display(made);
  return markShown(made);
}

/** The value is displayed, unless there is none. */
function shown(value: unknown, keep: (value: unknown) => void): unknown {
  if (value instanceof Promise) return value.then((each: unknown) => shown(each, keep));
  keep(value);
  if (value !== undefined) display(value);
  return undefined;
}

/** One run at a time; what is asked for meanwhile is done once more, with the values of then. */
function latest(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const loop = async (): Promise<void> => {
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      running = undefined;
    }
  };
  return () => {
    if (running) again = true;
    return (running ??= loop());
  };
}
