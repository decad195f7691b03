// Progress while notebooks run: lines, and on a terminal a table below them that changes.
import type { Listener } from "../events";
import { lineFor, type LineOptions } from "./lines";
import { RunTable } from "./table";

const REDRAW_MS = 120;

/** What follows a run, and takes its table away when it ends. */
export interface Reporter { listener: Listener; close(): void }

export function terminalReporter(stream: NodeJS.WriteStream, options: LineOptions): Reporter {
  const hasSize = stream.isTTY && stream.columns > 0 && stream.rows > 0; // a container's terminal may have none
  return hasSize ? liveReporter(stream, options) : { listener: (event) => print(stream, lineFor(event, options)), close: () => undefined };
}

function print(stream: NodeJS.WriteStream, line: string | undefined): void {
  if (line !== undefined) stream.write(`${line}\n`);
}

/** Its drawing is loaded only here: a pipeline needs none. */
function liveReporter(stream: NodeJS.WriteStream, options: LineOptions): Reporter {
  const { createLogUpdate } = require("log-update") as typeof import("log-update");
  const { default: truncated } = require("cli-truncate") as typeof import("cli-truncate");
  const [table, drawing] = [new RunTable(), createLogUpdate(stream)];
  const draw = (): void => drawing(table.rows(performance.now()).map((row) => truncated(row, stream.columns - 1)).join("\n"));
  const timer = setInterval(draw, REDRAW_MS).unref();
  const listener: Listener = (event) => {
    table.note(event, performance.now());
    const line = event.type === "notebook-start" ? undefined : lineFor(event, options); // the table shows it
    if (line === undefined) return;
    drawing.clear();
    print(stream, line);
    draw();
  };
  return {
    listener,
    close() {
      clearInterval(timer);
      drawing.clear();
      drawing.done();
    },
  };
}
