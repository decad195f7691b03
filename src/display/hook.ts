// Objects that show themselves: how ours are made, and how anyone's are asked.
import { inspect, types } from "node:util";
import { currentHost } from "./host";
import { normalized, plainObject } from "./json";
import { plainText } from "./text";
import { DISPLAY, type Displayable, type MimeBundle, type Rendered } from "./types";

/** A second hook, for the metadata beside the bundle: alt texts, sizes. */
export const METADATA: unique symbol = Symbol.for("cellwright.metadata");

/** An object that shows the given bundle; in a plain `console.log` it is its text. */
export function displayable(bundle: MimeBundle, metadata: Record<string, unknown> = {}): Displayable {
  return Object.create(SELF, {
    [DISPLAY]: { value: () => bundle },
    [METADATA]: { value: () => metadata },
  });
}

/** tslab shows a cell's value by `console.log` only, so there a value of ours displays itself when it is logged. */
const SELF = {
  [inspect.custom](this: Displayable, depth: number): string {
    const bundle = this[DISPLAY]();
    const host = currentHost();
    if (host.name !== "tslab" || depth < 2) return plainText(bundle);
    host.display({ data: bundle, metadata: metadataOf(this) });
    return "";
  },
};

/** Gives a class's instances the same manner in `console.log`. */
export const inspectAsText = SELF[inspect.custom];

export function isDisplayable(value: unknown): value is Displayable {
  return hookOf(value) !== undefined;
}

/** The value's own bundle; undefined if it has no hook; a promise if its hook is asynchronous. Throws what the hook throws. */
export function askHook(value: unknown): Rendered | undefined | Promise<Rendered | undefined> {
  const hook = hookOf(value);
  if (!hook) return undefined;
  const answer: unknown = hook();
  if (types.isPromise(answer)) return answer.then((bundle) => accepted(bundle, value));
  return accepted(answer, value);
}

function accepted(answer: unknown, value: unknown): Rendered | undefined {
  if (!plainObject(answer) || !Object.keys(answer).every((mime) => mime.includes("/"))) return undefined;
  return { data: normalized(answer), metadata: metadataOf(value) };
}

/** A proxy's traps are run for this one question, since data frames (nodejs-polars) are proxies that answer it. */
function hookOf(value: unknown): (() => unknown) | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  try {
    const hook: unknown = Reflect.get(value, DISPLAY);
    return typeof hook === "function" ? () => Reflect.apply(hook, value, []) : undefined;
  } catch {
    return undefined;
  }
}

function metadataOf(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return {};
  const hook: unknown = Reflect.get(value, METADATA);
  const metadata: unknown = typeof hook === "function" ? Reflect.apply(hook, value, []) : undefined;
  return plainObject(metadata) ? metadata : {};
}
