// process.stdout and process.stderr of the executor: every write becomes a frame that names its cell.
import type { Cells } from "./cells";
import { emit } from "./channel";

type Callback = (error?: Error | null) => void;

export function captureStreams(cells: Cells): void {
  capture(process.stdout, "stdout", cells);
  capture(process.stderr, "stderr", cells);
}

function capture(stream: NodeJS.WriteStream, name: "stdout" | "stderr", cells: Cells): void {
  function write(chunk: string | Uint8Array, encoding?: BufferEncoding | Callback, callback?: Callback): boolean {
    const bytes = typeof chunk === "string" && typeof encoding === "string" && encoding !== "utf8" ? Buffer.from(chunk, encoding) : chunk;
    const context = cells.current();
    if (context?.take) context.take({ type: "stream", name, text: typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8") });
    else if (bytes.length > 0) emit(name, cells.currentId(), bytes);
    const done = typeof encoding === "function" ? encoding : callback;
    if (done) process.nextTick(done);
    return true;
  }
  stream.write = write;
  Object.defineProperty(stream, "isTTY", { value: false, configurable: true, writable: true });
}
