// Whether an error at a place of a text would be caught there.
import { tolerantParse, walk } from "./parser";

/** True if a `try` with a `catch`, in the innermost function around the offset, holds it. */
export function catchesAt(source: string, offset: number): boolean {
  let caught = false;
  const program = tolerantParse(source);
  if (program) {
    walk(program, (node) => {
      if (offset < node.start || offset >= node.end) return false;
      if (/Function/.test(node.type)) caught = false;
      if (node.type === "TryStatement" && node.handler && offset >= node.block.start && offset < node.block.end) caught = true;
      return true;
    });
  }
  return caught;
}
