// Vega and Vega-Lite: a specification by its $schema, or an object that makes one (vega-lite-api).
import { jsonSafe } from "../json";
import type { Rendered } from "../types";
import { call, hasMethod, peek } from "./peek";

export function vega(value: object): Rendered | undefined {
  const spec = typeof peek(value, "$schema") === "string" ? value : made(value);
  const schema = peek(spec, "$schema");
  const [, grammar, major] = typeof schema === "string" ? /vega\.github\.io\/schema\/(vega|vega-lite)\/v(\d+)/.exec(schema) ?? [] : [];
  if (!grammar || !major) return undefined;
  const mime = `application/vnd.${grammar === "vega" ? "vega" : "vegalite"}.v${major}+json`;
  return { data: { [mime]: jsonSafe(spec), "text/plain": description(spec, grammar) }, metadata: {} };
}

function made(value: object): unknown {
  return hasMethod(value, "toSpec") ? call(value, "toSpec") : undefined;
}

function description(spec: unknown, grammar: string): string {
  const words = [peek(spec, "title"), peek(spec, "description")].filter((word) => typeof word === "string");
  return [`[${grammar} figure]`, ...words].join(" ");
}
