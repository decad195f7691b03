// Sounds as WAV files: 16-bit PCM, one channel.

export interface Pcm {
  /** −1 to 1. */
  samples: Float32Array;
  /** Samples a second. */
  rate: number;
}

const HEADER_BYTES = 44;
const PCM = 1;
const EXTENSIBLE = 0xfffe; // then its first two bytes of the sub-format tell
const FULL = 32_768;

/** @throws if the bytes are no WAV, are cut short, or hold anything but 16-bit PCM in one channel. */
export function decodeWav(bytes: Uint8Array, name = "The sound"): Pcm {
  const chunks = chunksOf(bytes, name);
  const [format, body] = [chunks.get("fmt "), chunks.get("data")];
  if (!format || format.byteLength < 16 || !body) throw new Error(`${name} is no whole WAV: its ${body ? "format" : "data"} is missing.`);
  const [kind, channels, rate, bits] = [format.getUint16(0, true), format.getUint16(2, true), format.getUint32(4, true), format.getUint16(14, true)];
  const isPcm = kind === PCM || (kind === EXTENSIBLE && format.byteLength >= 26 && format.getUint16(24, true) === PCM);
  if (!isPcm || bits !== 16) throw new Error(`${name} is a WAV of ${bits} bits${isPcm ? "" : ` in format ${kind}`}; only 16-bit PCM is read. Convert it first (ffmpeg -i … -ac 1 -ar 16000 -c:a pcm_s16le out.wav).`);
  if (channels !== 1) throw new Error(`${name} has ${channels} channels; only one is read. Mix them first (ffmpeg -i … -ac 1 out.wav).`);
  return { samples: Float32Array.from({ length: Math.floor(body.byteLength / 2) }, (_, i) => body.getInt16(2 * i, true) / FULL), rate };
}

/** The chunks by their four letters. */
function chunksOf(bytes: Uint8Array, name: string): Map<string, DataView> {
  const letters = (at: number): string => Buffer.from(bytes.subarray(at, at + 4)).toString("latin1");
  if (letters(0) !== "RIFF" || letters(8) !== "WAVE") throw new Error(`${name} is no WAV file.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, DataView>();
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    if (at + 8 + size > bytes.length) throw new Error(`${name} is cut short: ${at + 8 + size} bytes are expected, ${bytes.length} are there.`);
    chunks.set(letters(at), new DataView(bytes.buffer, bytes.byteOffset + at + 8, size));
    at += 8 + size + (size % 2);
  }
  return chunks;
}

/** As 16-bit PCM; what is louder than 1 is cut. */
export function encodeWav({ samples, rate }: Pcm): Uint8Array {
  const file = Buffer.alloc(HEADER_BYTES + 2 * samples.length);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8, "latin1");
  [[16, 16, 4], [20, PCM, 2], [22, 1, 2], [24, rate, 4], [28, 2 * rate, 4], [32, 2, 2], [34, 16, 2]].forEach(([at = 0, value = 0, size = 2]) => file.writeUIntLE(value, at, size));
  file.write("data", 36, "latin1");
  file.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, i) => file.writeInt16LE(Math.max(1 - FULL, Math.min(FULL - 1, Math.round(sample * FULL))), HEADER_BYTES + 2 * i));
  return file;
}
