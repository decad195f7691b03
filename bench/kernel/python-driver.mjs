// The Python side of the benches: a long-lived process that answers one task with one line.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export function startDriver(python, script) {
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async measure(task) {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error("the Python driver has ended");
      return JSON.parse(value);
    },
    close: () => child.stdin.end(),
  };
}
