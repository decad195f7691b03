// Descriptors 1 and 2 of the executor: output of native code and inherited children, cut at the sentinels of ended cells.
import type { Readable } from "node:stream";

export class RawOutput {
  private carried: Buffer = Buffer.alloc(0);
  private readonly reached = new Set<number>();
  private readonly waiting = new Map<number, () => void>();
  private ended = false;
  private held: Buffer[] | undefined;
  private readonly mark: Buffer;

  constructor(stream: Readable, token: string, private readonly deliver: (bytes: Buffer) => void) {
    this.mark = Buffer.from(`\u0000cellwright:${token}:`);
    stream.on("data", (chunk: Buffer) => this.push(chunk));
    stream.on("close", () => this.end());
  }

  /** Resolves when everything written before the end of `cell` has been delivered. */
  drained(cell: number): Promise<void> {
    if (this.ended || this.reached.delete(cell)) return Promise.resolve();
    return new Promise((resolve) => this.waiting.set(cell, resolve));
  }

  private push(chunk: Buffer): void {
    let bytes = this.carried.length > 0 ? Buffer.concat([this.carried, chunk]) : chunk;
    for (let at = bytes.indexOf(this.mark); at >= 0; at = bytes.indexOf(this.mark)) {
      const end = bytes.indexOf(0, at + this.mark.length);
      if (end < 0) break;
      this.emit(bytes.subarray(0, at));
      this.obey(bytes.toString("latin1", at + this.mark.length, end));
      bytes = bytes.subarray(end + 1);
    }
    const keep = this.possibleMarkStart(bytes);
    this.emit(bytes.subarray(0, keep));
    this.carried = bytes.subarray(keep);
  }

  /** Where a sentinel that is still arriving may start; the length if none does. */
  private possibleMarkStart(bytes: Buffer): number {
    const whole = bytes.indexOf(this.mark);
    if (whole >= 0) return whole;
    for (let at = Math.max(0, bytes.length - this.mark.length); at < bytes.length; at++) {
      if (bytes.subarray(at).equals(this.mark.subarray(0, bytes.length - at))) return at;
    }
    return bytes.length;
  }

  private emit(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.held) this.held.push(bytes);
    else this.deliver(bytes);
  }

  private obey(says: string): void {
    if (says === "hold") this.held ??= [];
    else if (says === "drop") this.held = undefined;
    else this.release();
    if (/^\d+$/.test(says)) this.reach(Number(says));
  }

  /** At a cell's end too: an interrupt may have kept the one who held it from letting go. */
  private release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const bytes of held) this.emit(bytes);
  }

  private reach(cell: number): void {
    const resolve = this.waiting.get(cell);
    this.waiting.delete(cell);
    if (resolve) resolve();
    else this.reached.add(cell);
  }

  private end(): void {
    this.ended = true;
    this.emit(this.carried);
    this.release();
    for (const resolve of this.waiting.values()) resolve();
    this.waiting.clear();
  }
}
