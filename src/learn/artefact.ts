// What was trained once serves the same lesson in its other language: the runner gives both one folder.
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { t } from "../display";
import { Module } from "./nn/module";
import type { Optimizer } from "./optim/optimizer";
import type { Rng } from "./random";
import { readSafetensors, type Weights, writeSafetensors } from "./safetensors";

/** What `work` changes, by name: models, optimisers, random generators. */
export type Trained = Record<string, Module | Optimizer | Rng>;

/**
 * The value of `work`, which trains `parts`. Where `CELLWRIGHT_ARTEFACTS` names a folder that holds an artefact of this name, the parts take
 * their state and the value from there, and one line says so; else `work` runs, and its results are kept there.
 * @param name names the file; unique in a lesson.
 * @param parts everything that `work` changes and later cells use.
 * @param work gives what JSON can hold: no NaN, no typed array, nothing written in one language.
 * @throws if the value is not such; if the file was made of other parts.
 */
export async function artefact<Value>(name: string, parts: Trained, work: () => Value | Promise<Value>): Promise<Value> {
  const folder = process.env.CELLWRIGHT_ARTEFACTS;
  const path = folder && join(folder, `${name}.safetensors`);
  if (path && existsSync(path)) return taken<Value>(name, path, parts);
  const value = await work();
  const json = jsonOf(name, value);
  if (path) {
    await mkdir(folder, { recursive: true });
    await writeSafetensors(path, await weightsOf(parts), { value: json, made: new Date().toISOString(), ...generatorsOf(parts) });
  }
  return value;
}

async function taken<Value>(name: string, path: string, parts: Trained): Promise<Value> {
  const { tensors, metadata } = await readSafetensors(path);
  for (const [part, holder] of Object.entries(parts)) {
    if (isGenerator(holder)) holder.state = Number(metadata[generator(part)]);
    else holder.load(of(part, tensors));
  }
  const made = (metadata.made ?? "").slice(0, 16).replace("T", " ");
  console.log(t({ en: `${name}: taken from this lesson's other run, ${made} UTC.`, zh: `${name}：取自本课另一次运行（${made} UTC）。` }));
  return JSON.parse(metadata.value ?? "null") as Value;
}

/** Both ways must give the same, so a value that a file would change is refused at once. */
function jsonOf(name: string, value: unknown): string {
  const json = JSON.stringify(value) ?? "null";
  const read: unknown = JSON.parse(json);
  if (isDeepStrictEqual(read, value ?? null)) return json;
  throw new Error(`artefact "${name}": its value is not plain JSON (numbers that are finite, texts, arrays, objects), so it cannot be kept.`);
}

async function weightsOf(parts: Trained): Promise<Weights> {
  const all: Weights = new Map();
  for (const [part, holder] of Object.entries(parts)) {
    if (isGenerator(holder)) continue;
    for (const [inner, weight] of await holder.state()) all.set(`${part}/${inner}`, weight);
  }
  return all;
}

const of = (part: string, weights: Weights): Weights => new Map([...weights].filter(([key]) => key.startsWith(`${part}/`)).map(([key, weight]) => [key.slice(part.length + 1), weight]));

const generator = (part: string): string => `rng:${part}`;
const generatorsOf = (parts: Trained): Record<string, string> =>
  Object.fromEntries(Object.entries(parts).flatMap(([part, holder]) => (isGenerator(holder) ? [[generator(part), String(holder.state)]] : [])));

const isGenerator = (holder: Trained[string]): holder is Rng => typeof holder.state === "number";
