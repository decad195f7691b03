// Output frames, the executor's one ordered channel to the kernel: [length u32 LE][type u8][cell u32 LE][payload].

export const frameTypes = [
  "stdout", "stderr", "result", "display", "update", "clear", "error", "input", "comm", "installed", "ready", "done", "exit",
] as const;
export type FrameType = (typeof frameTypes)[number];

/** `cell` is the execution that made the output; 0 means none in particular (the running one takes it). */
export interface OutputFrame { type: FrameType; cell: number; payload: Buffer }

/** The number of the frame `ready` that says that the executor has started. */
export const BOOT = 0;

const PREFIX_BYTES = 4;
const HEAD_BYTES = 5;

export function encodeFrame(type: FrameType, cell: number, payload: string | Uint8Array): Buffer {
  const size = typeof payload === "string" ? Buffer.byteLength(payload) : payload.length;
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + HEAD_BYTES + size);
  frame.writeUInt32LE(HEAD_BYTES + size, 0);
  frame.writeUInt8(frameTypes.indexOf(type), PREFIX_BYTES);
  frame.writeUInt32LE(cell, PREFIX_BYTES + 1);
  if (typeof payload === "string") frame.write(payload, PREFIX_BYTES + HEAD_BYTES, "utf8");
  else frame.set(payload, PREFIX_BYTES + HEAD_BYTES);
  return frame;
}

export function decodeFrame(body: Buffer): OutputFrame {
  const type = frameTypes[body.readUInt8(0)];
  if (!type) throw new Error(`unknown output frame type ${body.readUInt8(0)}`);
  return { type, cell: body.readUInt32LE(1), payload: body.subarray(HEAD_BYTES) };
}

/** Cuts a byte stream into length-prefixed blocks. A block may arrive in any number of chunks. */
export class BlockReader {
  private chunks: Buffer[] = [];
  private size = 0;
  private wanted = PREFIX_BYTES;

  constructor(private readonly deliver: (block: Buffer) => void) {}

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.size >= this.wanted) this.cut();
  }

  private cut(): void {
    const bytes = this.chunks.length === 1 && this.chunks[0] ? this.chunks[0] : Buffer.concat(this.chunks);
    let at = 0;
    this.wanted = PREFIX_BYTES;
    while (bytes.length - at >= PREFIX_BYTES) {
      const end = at + PREFIX_BYTES + bytes.readUInt32LE(at);
      if (bytes.length < end) {
        this.wanted = end - at;
        break;
      }
      this.deliver(bytes.subarray(at + PREFIX_BYTES, end));
      at = end;
    }
    this.chunks = at < bytes.length ? [bytes.subarray(at)] : [];
    this.size = bytes.length - at;
  }
}

/** JSON with binary parts behind it: [length u32 LE][JSON, which names the parts' sizes][parts]. */
export function encodeParts(json: object, parts: readonly Uint8Array[]): Buffer {
  const head = Buffer.from(JSON.stringify({ json, sizes: parts.map(({ byteLength }) => byteLength) }));
  const length = Buffer.allocUnsafe(PREFIX_BYTES);
  length.writeUInt32LE(head.length, 0);
  return Buffer.concat([length, head, ...parts]);
}

export function decodeParts(payload: Buffer): { json: unknown; parts: Buffer[] } {
  const start = PREFIX_BYTES + payload.readUInt32LE(0);
  const { json, sizes } = JSON.parse(payload.toString("utf8", PREFIX_BYTES, start)) as { json: unknown; sizes: number[] };
  let at = start;
  return { json, parts: sizes.map((size) => payload.subarray(at, (at += size))) };
}

export function encodeBlock(json: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(json));
  const block = Buffer.allocUnsafe(PREFIX_BYTES + body.length);
  block.writeUInt32LE(body.length, 0);
  block.set(body, PREFIX_BYTES);
  return block;
}

/** What a sentinel says: a cell's end (what came before it belongs to the cell), or that what comes now is held, and then dropped or let through. */
export type Sentinel = number | "hold" | "drop" | "release";

/** Written raw to descriptors 1 and 2. */
export function sentinel(token: string, says: Sentinel): string {
  return `\u0000cellwright:${token}:${says}\u0000`;
}
