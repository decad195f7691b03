// State as the protocol carries it: binary parts travel beside the JSON, with the paths they were taken from.

type Path = (string | number)[];
export interface Separated { json: unknown; paths: Path[]; buffers: Uint8Array[] }

/** Takes ArrayBuffers and their views out of nested lists and objects; `null` stays in a list, nothing in an object. */
export function separate(value: unknown): Separated {
  const paths: Path[] = [];
  const buffers: Uint8Array[] = [];
  const take = (bytes: Uint8Array, path: Path): undefined => {
    paths.push(path);
    buffers.push(bytes);
  };
  const walk = (each: unknown, path: Path): unknown => {
    const bytes = bytesOf(each);
    if (bytes) return take(bytes, path);
    if (Array.isArray(each)) return each.map((item, index) => walk(item, [...path, index]) ?? null);
    if (!isPlain(each)) return each; // what has a toJSON, as widgets do, is left to it
    return Object.fromEntries(Object.entries(each).map(([key, item]) => [key, walk(item, [...path, key])]));
  };
  return { json: walk(value, []), paths, buffers };
}

/** Puts buffers back where they were taken from. Paths that lead nowhere, or to an object's prototype, are left. */
export function restore(json: unknown, paths: unknown, buffers: readonly Uint8Array[]): unknown {
  const whole = { json };
  for (const [index, path] of (Array.isArray(paths) ? paths : []).entries()) if (Array.isArray(path)) put(whole, ["json", ...path.map(String)], buffers[index]);
  return whole.json;
}

function put(root: object, path: readonly string[], value: unknown): void {
  const last = path.at(-1) ?? "";
  const owner = path.slice(0, -1).reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined), root);
  if (isObject(owner) && last !== "__proto__") Reflect.set(owner, last, value);
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function bytesOf(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
