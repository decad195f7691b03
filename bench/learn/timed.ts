// The contenders' side of the bench: a line "run 5" in, five times in ms out.
import { createInterface } from "node:readline";

export async function timed(step: () => Promise<void>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const times: number[] = [];
    for (let left = Number(line.split(" ")[1]); left > 0; left--) {
      const started = performance.now();
      await step();
      times.push(performance.now() - started);
    }
    console.log(`TIMES ${JSON.stringify(times)}`);
  }
}
