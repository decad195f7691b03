// Fields of two widgets kept equal, here in the kernel or by the front end alone.
import { CONTROLS } from "./protocol";
import { Widget, type Live } from "./widget";

/** Two fields kept equal. */
export interface Link {
  /** Lets them go their own ways. */
  unlink(): void;
}

type Field<S extends object> = keyof S & string;

/**
 * Keeps `a`'s and `b`'s fields equal, both ways; at first `b` takes `a`'s value.
 * @param there what `b` gets of `a`'s value; the value itself by default. @param back the way back; none: only `b` follows.
 */
export function link<A extends object, B extends object, K extends Field<A>, L extends Field<B>>(
  a: Live<A>, field: K, b: Live<B>, other: L, there?: (value: A[K]) => B[L], back?: (value: B[L]) => A[K],
): Link {
  const forth = there ?? ((value: A[K]): unknown => value);
  const home = back ?? (there ? undefined : (value: B[L]): unknown => value);
  const offs = [follow(a, field, b, other, forth)];
  if (home) offs.push(listen(b, other, a, field, home));
  return { unlink: () => offs.forEach((off) => off()) };
}

/** `b`'s field follows `a`'s. @param through what `b` gets of `a`'s value. */
export function dlink<A extends object, B extends object, K extends Field<A>, L extends Field<B>>(
  a: Live<A>, field: K, b: Live<B>, other: L, through: (value: A[K]) => unknown = (value) => value,
): Link {
  const off = follow(a, field, b, other, through);
  return { unlink: off };
}

/** As `link`, done by the front end: it goes on without a kernel, in saved pages too. */
export const jslink = (a: AnyLive, field: string, b: AnyLive, other: string): Link => inFrontEnd("LinkModel", a, field, b, other);

/** As `dlink`, done by the front end. */
export const jsdlink = (a: AnyLive, field: string, b: AnyLive, other: string): Link => inFrontEnd("DirectionalLinkModel", a, field, b, other);

type AnyLive = { readonly id: string };

function follow<A extends object, B extends object, K extends Field<A>>(a: Live<A>, field: K, b: Live<B>, other: Field<B>, through: (value: A[K]) => unknown): () => void {
  assign(b, other, through(a.get(field)));
  return listen(a, field, b, other, through);
}

function listen<A extends object, B extends object, K extends Field<A>>(a: Live<A>, field: K, b: Live<B>, other: Field<B>, through: (value: A[K]) => unknown): () => void {
  return a.on(`change:${field}`, (value: A[K]) => assign(b, other, through(value)));
}

function assign(target: object, field: string, value: unknown): void {
  Reflect.set(target, field, value);
}

function inFrontEnd(model: string, a: AnyLive, field: string, b: AnyLive, other: string): Link {
  const state = () => ({ source: [a, field], target: [b, other] });
  const made = new Widget({ name: model.replace("Model", ""), module: CONTROLS, model, view: null, state });
  return { unlink: () => made.close() };
}
