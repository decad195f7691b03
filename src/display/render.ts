// Any value to its mime bundle: its own hook first, then known shapes, always with text beside it.
import { types } from "node:util";
import { askHook } from "./hook";
import { inspectText } from "./inspect";
import { knownShape, knownShapeAsync } from "./shapes";
import { plainText } from "./text";
import type { Rendered } from "./types";

/** What `value` looks like. An asynchronous hook is not waited for (see `renderAsync`): the value then shows as text. Never throws. */
export const render = (value: unknown): Rendered => renderNow(value).now;

/** What can be shown at once and, of a value whose hook is asynchronous, what follows. */
export function renderNow(value: unknown): { now: Rendered; later?: Promise<Rendered> } {
  try {
    const own = askHook(value);
    if (!types.isPromise(own)) return { now: withText(own ?? knownShape(value) ?? asText(value)) };
    const later = own.then((rendered) => withText(rendered ?? asText(value)), (error: unknown) => failed(value, error));
    return { now: asText(value), later };
  } catch (error) {
    return { now: failed(value, error) };
  }
}

/** As `render`, but waits for an asynchronous hook, and for data that can be read only asynchronously (a tensor on WebGPU). Never rejects. */
export async function renderAsync(value: unknown): Promise<Rendered> {
  try {
    const own = await askHook(value);
    return withText(own ?? (await knownShapeAsync(value)) ?? asText(value));
  } catch (error) {
    return failed(value, error);
  }
}

function asText(value: unknown): Rendered {
  return { data: { "text/plain": inspectText(value) }, metadata: {} };
}

function withText(rendered: Rendered): Rendered {
  if (typeof rendered.data["text/plain"] === "string") return rendered;
  return { ...rendered, data: { ...rendered.data, "text/plain": plainText(rendered.data) } };
}

/** A hook that throws is the author's bug: the value is shown as text, with the reason. */
function failed(value: unknown, error: unknown): Rendered {
  const reason = error instanceof Error ? error.message : String(error);
  return { data: { "text/plain": `${inspectText(value)}\n(cannot be shown otherwise: ${reason})` }, metadata: {} };
}
