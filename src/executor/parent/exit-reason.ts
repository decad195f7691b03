// Why an executor ended, in words for the user.

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The code that the process announced when it left by `process.exit`. */
  requested: number | undefined;
  stderr: string;
}

/** What the executor's entry exits with when it cannot start. */
export const EXIT_NOT_STARTED = 70;

export function describeExit({ code, signal, requested, stderr }: Exit): string {
  if (/heap out of memory|Allocation failed/i.test(stderr)) return "the cell ran out of memory (the limit can be raised with NODE_OPTIONS=--max-old-space-size=MB)";
  if (code === EXIT_NOT_STARTED && requested === undefined) return `the executor could not start: ${stderr.trim()}`;
  if (requested !== undefined) return `the cell called process.exit(${requested})`;
  if (signal === "SIGKILL") return "the process was killed (SIGKILL; often the system's memory limit)";
  return signal ? `the process crashed (${signal})` : `the process ended with code ${code}`;
}
