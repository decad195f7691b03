// The executor's end of the ordered output channel (descriptor 4), and raw writes to descriptors 1 and 2.
import { writeSync } from "node:fs";
import { encodeFrame, type FrameType } from "../frames";

const CHANNEL = 4;

/** Writes one frame before it returns, so that order holds across every kind of output. */
export function emit(type: FrameType, cell: number, payload: string | Uint8Array = ""): void {
  writeAll(CHANNEL, encodeFrame(type, cell, payload));
}

export function emitJson(type: FrameType, cell: number, payload: unknown): void {
  emit(type, cell, JSON.stringify(payload));
}

/** A pipe that is full answers EAGAIN when something has made it non-blocking: try again until the kernel has read. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSome(descriptor, bytes, at);
}

function writeSome(descriptor: number, bytes: Uint8Array, at: number): number {
  try {
    return writeSync(descriptor, bytes, at);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return pause();
    throw error;
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Sleeps for a millisecond. */
export function pause(): number {
  Atomics.wait(sleeper, 0, 0, 1);
  return 0;
}
