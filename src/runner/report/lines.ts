// What happens while notebooks run, as plain lines: for CI's logs, and above a terminal's table.
import type { RunEvent } from "../events";
import { firstLine, resultLine, shortName } from "./words";

export interface LineOptions {
  /** The cells' outputs too, as they come. */
  outputs?: boolean;
}

/** What to print of an event: nothing, or lines without the last line's end. */
export function lineFor(event: RunEvent, { outputs = false }: LineOptions): string | undefined {
  switch (event.type) {
    case "run-start": return event.kept > 0 ? `the run that was cut short goes on: ${event.kept} of ${event.notebooks} notebooks are kept (--no-cache runs all)` : undefined;
    case "notebook-start": return `… ${shortName(event.path)}: ${event.codeCells} code cells`;
    case "retry": return `↻ ${shortName(event.path)}: attempt ${event.attempt} (flaky: ${firstLine(event.failure)})`;
    case "notice": return `! ${shortName(event.path)}${event.cell > 0 ? `, cell ${event.cell}` : ""}: ${event.text}`;
    case "output": return outputs ? withPlace(event) : undefined;
    case "notebook-end": return resultLine(event.result);
  }
}

function withPlace({ path, cell, name, text }: Extract<RunEvent, { type: "output" }>): string {
  const place = `${shortName(path)} [${cell}]${name === "stderr" ? " stderr" : ""}`;
  return text.replace(/\n$/, "").split("\n").map((line) => `${place} | ${line}`).join("\n");
}
