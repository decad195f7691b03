// Every event as a line of JSON, written as it happens: for programs that follow a run.
import { closeSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { InfrastructureError, oneLine } from "../errors";
import type { Listener } from "../events";
import { makeFolder } from "../notebook";

/** @returns a listener, and what ends it. @throws {InfrastructureError} if the file cannot be written. */
export function jsonlReporter(path: string): { listener: Listener; close(): void } {
  const file = opened(path);
  const listener: Listener = (event) => void writeSync(file, `${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
  return { listener, close: () => closeSync(file) };
}

function opened(path: string): number {
  try {
    makeFolder(dirname(path));
    return openSync(path, "w");
  } catch (error) {
    throw new InfrastructureError(`${path}: cannot be written: ${oneLine(error)}`);
  }
}
