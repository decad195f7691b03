// A sound: read from a WAV file or made of samples, and heard where it is shown.
import { readFile } from "node:fs/promises";
import { DISPLAY, html, type MimeBundle, t } from "../display";
import { BANDS, HOP, logMel, RATE, type Spectrogram } from "./sound/mel";
import { decodeWav, encodeWav } from "./sound/wav";

export type { Spectrogram } from "./sound/mel";

/** A sound, which shows itself with a button to play it. */
export class Sound {
  /** @param samples −1 to 1 @param rate samples a second */
  constructor(readonly samples: Float32Array, readonly rate = RATE) {}

  /** How long it is, in seconds. */
  get seconds(): number {
    return this.samples.length / this.rate;
  }

  /** Its log-mel spectrogram as Whisper reads it, without the silence behind it. @throws unless there are 16,000 samples a second and 30 s at most. */
  mel(): Spectrogram {
    const { values } = logMel(samplesFor(this));
    const frames = Math.ceil(this.samples.length / HOP);
    return { frames, bands: BANDS, values: values.slice(0, frames * BANDS) };
  }

  /** As a WAV file of 16-bit PCM. */
  wav(): Uint8Array {
    return encodeWav(this);
  }

  [DISPLAY](): MimeBundle {
    const player = html`<audio controls src="data:audio/wav;base64,${Buffer.from(this.wav()).toString("base64")}"></audio>`;
    const [seconds, rate] = [this.seconds.toFixed(1), this.rate];
    return { ...player[DISPLAY](), "text/plain": t({ en: `sound of ${seconds} s, ${rate} samples a second`, zh: `${seconds} 秒的声音，每秒 ${rate} 个采样` }) };
  }
}

/** The samples, if Whisper can read them. @throws if there are not 16,000 a second, or more than 30 s. */
export function samplesFor({ samples, rate, seconds }: Sound): Float32Array {
  if (rate !== RATE) throw new Error(`The sound has ${rate} samples a second; Whisper reads ${RATE}. Convert it first (ffmpeg -i … -ar ${RATE} out.wav).`);
  if (seconds > 30) throw new Error(`The sound lasts ${seconds.toFixed(1)} s; Whisper reads 30 s at once. Cut it at a pause: new Sound(sound.samples.slice(from, to)).`);
  if (samples.length === 0) throw new Error("The sound is empty.");
  if (!samples.every(Number.isFinite)) throw new Error("The sound holds samples that are no finite numbers.");
  return samples;
}

/** Reads a WAV file of 16-bit PCM in one channel. @param source a file's path, or its bytes. @throws if it is missing, cut short, or another kind of file. */
export async function readSound(source: string | Uint8Array): Promise<Sound> {
  const name = typeof source === "string" ? source : "The sound";
  const bytes = typeof source === "string" ? await readFile(source).catch(() => Promise.reject(new Error(`${name} is missing.`))) : source;
  const { samples, rate } = decodeWav(bytes, name);
  return new Sound(samples, rate);
}
