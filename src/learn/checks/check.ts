// A shown assertion, and one about a tensor's shape.
import { t } from "../../display";
import { CheckError, named, pass } from "./say";

/** Prints `✓ name`; throws CheckError with the hint when `ok` is not true. */
export function check(name: string, ok: boolean, hint?: string): void {
  if (ok !== true) throw new CheckError(hint ? `✗ ${name}. ${hint}` : `✗ ${name}`);
  pass(name);
}

/** The tensor has exactly this shape; throws CheckError saying which it has. */
export function shape(name: string, tensor: { shape: readonly number[] }, expected: readonly number[]): void {
  const same = tensor.shape.length === expected.length && expected.every((size, axis) => tensor.shape[axis] === size);
  const [has = "", wants = ""] = [tensor.shape, expected].map((sizes) => `[${sizes.join(", ")}]`);
  if (!same) throw new CheckError(`✗ ${named(name, t({ en: `the shape is ${has}, not ${wants}`, zh: `形状是 ${has}，应为 ${wants}` }))}`);
  pass(named(name, has));
}
