// What a piece of code prints, and the error that it throws.
export async function captureLog(run: () => unknown): Promise<string[]> {
  const lines: string[] = [];
  const original = console.log;
  console.log = (...parts: unknown[]) => void lines.push(parts.join(" "));
  try {
    await run();
  } finally {
    console.log = original;
  }
  return lines;
}

export async function failure(run: () => unknown): Promise<Error> {
  let thrown: unknown;
  await captureLog(async () => {
    try {
      await run();
    } catch (error) {
      thrown = error;
    }
  });
  if (thrown instanceof Error) return thrown;
  throw new Error(`Expected an error, got ${String(thrown)}`);
}
