// Errors that no cell awaits: reported in the cell that started them; the session lives on.
import type { Cells } from "./cells";
import { Interrupted } from "./cells";
import { emitJson } from "./channel";
import { describeError } from "./errors";

export function guardProcess(cells: Cells): void {
  const report = (thrown: unknown, promise?: Promise<unknown>): void => {
    if (!(thrown instanceof Interrupted)) emitJson("error", cells.culprit(thrown, promise), describeError(thrown));
  };
  process.on("uncaughtException", (error) => report(error));
  process.on("unhandledRejection", report);
  process.on("SIGINT", () => undefined); // Ctrl-C reaches the whole process group; the kernel decides what it means
  process.on("exit", (code) => emitJson("exit", cells.currentId(), { code }));
}
