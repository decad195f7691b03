// The runner's failures by kind: each kind has its exit code.

/** What the user asked for cannot be done as asked: a bad option, an unreadable notebook. */
export class UsageError extends Error {}

/** What surrounds the notebook failed: no kernel, no place to write, a server gone. */
export class InfrastructureError extends Error {}

/** The command's exit codes: all passed; a cell failed; asked for what cannot be done; something around the notebooks failed. */
export const exitCodes = { passed: 0, cellFailed: 1, usage: 2, infrastructure: 3 } as const;

/** The exit code of what `run` throws. */
export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError ? exitCodes.usage : exitCodes.infrastructure;
}

/** One line, whatever was thrown. */
export function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").trim();
}
