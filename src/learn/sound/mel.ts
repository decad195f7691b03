// The spectrogram that Whisper reads: how loud each of 80 bands is every 10 ms, on a logarithmic scale. In plain JavaScript, so that every device sees the same.

/** Samples a second. */
export const RATE = 16_000;
/** What Whisper reads at once, in seconds; shorter sounds are followed by silence. */
export const SECONDS = 30;
export const BANDS = 80;
/** From one frame to the next, in samples. */
export const HOP = 160;
const WINDOW = 400; // samples in a frame
const HALF = WINDOW / 2;
const FREQUENCIES = HALF + 1;
const FRAMES = (SECONDS * RATE) / HOP;

/** A sound's loudness by time and band. */
export interface Spectrogram {
  /** One each 10 ms. */
  frames: number;
  /** Evenly spaced in pitch as it is heard (mel), from 0 to 8,000 Hz. */
  bands: number;
  /** [frames, bands]: (log₁₀ power + 4) / 4, nothing further than 8 powers of ten below the loudest. */
  values: Float32Array;
}

/** The log-mel spectrogram of 30 s, of samples of 16,000 a second; what is missing at the end is silence, what is too much is left out. */
export function logMel(samples: Float32Array): Spectrogram {
  const values = new Float32Array(FRAMES * BANDS);
  for (let frame = 0; frame < FRAMES; frame++) bandsInto(values, frame, samples);
  const floor = values.reduce((most, value) => Math.max(most, value), -Infinity) - 8;
  return { frames: FRAMES, bands: BANDS, values: values.map((value) => (Math.max(value, floor) + 4) / 4) };
}

function bandsInto(values: Float32Array, frame: number, samples: Float32Array): void {
  const power = powers(windowed(samples, frame * HOP - HALF));
  filters().forEach(({ from, weights }, band) => {
    const sum = weights.reduce((total, weight, i) => total + weight * (power[from + i] ?? 0), 0);
    values[frame * BANDS + band] = Math.log10(Math.max(sum, 1e-10));
  });
}

const hann = Float64Array.from({ length: WINDOW }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW));

/** A frame times Hann's window; the 30 s are mirrored at both ends. */
function windowed(samples: Float32Array, start: number): Float64Array {
  const last = SECONDS * RATE - 1;
  return hann.map((weight, i) => weight * (samples[last - Math.abs(last - Math.abs(start + i))] ?? 0));
}

/**
 * |Σ x[n] e^(−2πikn/400)|² for k = 0…200. Cosines are the same at n and 400 − n and sines opposite, so that half of the products do;
 * a fast transform of 400 would pay only for far more sound than 30 s.
 */
function powers(x: Float64Array): Float64Array {
  const power = new Float64Array(FREQUENCIES);
  if (x.every((value) => value === 0)) return power; // the silence behind a sound
  const even = Float64Array.from({ length: HALF }, (_, n) => (n === 0 ? 0 : (x[n] ?? 0) + (x[WINDOW - n] ?? 0)));
  const odd = Float64Array.from({ length: HALF }, (_, n) => (n === 0 ? 0 : (x[n] ?? 0) - (x[WINDOW - n] ?? 0)));
  const { cosines, sines } = waves();
  for (let k = 0; k < FREQUENCIES; k++) {
    let [real, imaginary] = [(x[0] ?? 0) + (k % 2 === 0 ? 1 : -1) * (x[HALF] ?? 0), 0];
    for (let n = 1, at = k * HALF + 1; n < HALF; n++, at++) {
      real += (even[n] ?? 0) * (cosines[at] ?? 0);
      imaginary += (odd[n] ?? 0) * (sines[at] ?? 0);
    }
    power[k] = real * real + imaginary * imaginary;
  }
  return power;
}

let tables: { cosines: Float64Array; sines: Float64Array } | undefined;

/** [frequency, sample]: made once. */
function waves(): { cosines: Float64Array; sines: Float64Array } {
  const table = (wave: (angle: number) => number): Float64Array => Float64Array.from({ length: FREQUENCIES * HALF }, (_, at) => wave((2 * Math.PI * ((Math.floor(at / HALF) * (at % HALF)) % WINDOW)) / WINDOW));
  return (tables ??= { cosines: table(Math.cos), sines: table(Math.sin) });
}

// The mel scale of Slaney's Auditory Toolbox (1998): straight up to 1,000 Hz, logarithmic above.
const STRAIGHT = 1000;
const PER_MEL = 200 / 3;
const STEP = Math.log(6.4) / 27;
const toMel = (hertz: number): number => (hertz < STRAIGHT ? hertz / PER_MEL : STRAIGHT / PER_MEL + Math.log(hertz / STRAIGHT) / STEP);
const toHertz = (mel: number): number => (mel < STRAIGHT / PER_MEL ? mel * PER_MEL : STRAIGHT * Math.exp(STEP * (mel - STRAIGHT / PER_MEL)));

interface Filter {
  /** The first frequency with a weight. */
  from: number;
  weights: number[];
}

let bank: Filter[] | undefined;

/** A triangle a band, of area 1 over hertz, from its lower neighbour's middle to its upper one's: made once. */
function filters(): Filter[] {
  const middles = Array.from({ length: BANDS + 2 }, (_, i) => toHertz((i * toMel(RATE / 2)) / (BANDS + 1)));
  return (bank ??= Array.from({ length: BANDS }, (_, band) => triangle(middles[band] ?? 0, middles[band + 1] ?? 0, middles[band + 2] ?? 0)));
}

function triangle(low: number, middle: number, high: number): Filter {
  const height = Array.from({ length: FREQUENCIES }, (_, k) => (k * RATE) / WINDOW).map((hertz) => Math.max(0, Math.min((hertz - low) / (middle - low), (high - hertz) / (high - middle))));
  const from = height.findIndex((weight) => weight > 0);
  return { from, weights: height.slice(from, height.findLastIndex((weight) => weight > 0) + 1).map((weight) => (weight * 2) / (high - low)) };
}
