// Every event as a line of JSON, written as it happens: for programs that follow a run.
import { closeSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { InfrastructureError, oneLine } from "../errors";
import type { LineOptions } from "./lines";
import { makeFolder } from "../notebook";
import type { Reporter } from "./terminal";

/** @returns a listener, and what ends it. @throws {InfrastructureError} if the file cannot be written. */
export function jsonlReporter(path: string, { outputs = false }: LineOptions): Reporter {
  const file = opened(path);
  return {
    listener(event) {
      if (outputs || event.type !== "output") writeSync(file, `${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
    },
    close: () => closeSync(file),
  };
}

function opened(path: string): number {
  try {
    makeFolder(dirname(path));
    return openSync(path, "w");
  } catch (error) {
    throw new InfrastructureError(`${path}: cannot be written: ${oneLine(error)}`);
  }
}
