// The kernel process's entry: `node main.js CONNECTION_FILE`. The executor boots while everything else loads.
import { join } from "node:path";
import { Executor } from "../executor/parent/executor";
import { packageRoot } from "./package-root";

const EXIT_INFRASTRUCTURE = 3;

/** Runs a kernel until it is shut down. @returns the exit code. */
export async function runKernel(connectionFile: string): Promise<number> {
  const executor = startExecutor();
  const { isKernelStartError, serve } = await import("./serve.js");
  try {
    await serve(connectionFile, startExecutor, executor);
    return 0;
  } catch (error) {
    executor.kill();
    if (!isKernelStartError(error)) throw error;
    process.stderr.write(`cellwright kernel: ${error.message}\n`);
    return EXIT_INFRASTRUCTURE;
  }
}

function startExecutor(): Executor {
  return Executor.spawn({ entry: join(__dirname, "child.js"), folder: process.cwd(), boot: { packageRoot } });
}

if (require.main === module) void runKernel(process.argv[2] ?? "").then((code) => process.exit(code));
