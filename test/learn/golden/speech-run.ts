// Runs Whisper base on the device that CELLWRIGHT_DEVICE names and prints how far it is from Hugging Face's, as scripts/golden/speech.py recorded it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { data } from "../../../src/learn/data";
import { device } from "../../../src/learn/device";
import { pretrained } from "../../../src/learn/pretrained";
import { logMel } from "../../../src/learn/sound/mel";

interface Golden {
  mel: Record<string, number[]>;
  encoded: Record<string, number[]>;
  logits: { ids: number[]; rows: number[][] };
  languages: Record<string, number>;
  tokens: number[];
  alignment: number[][];
}
const golden: Golden = JSON.parse(readFileSync(join(__dirname, "speech.json"), "utf8"));
const PROMPT = [50_258, 50_259, 50_359, 50_363];

/** The largest difference between rows that were recorded and rows [n, width] found. */
const worstOf = (recorded: Record<string, number[]>, found: ArrayLike<number>, width: number): number =>
  Math.max(...Object.entries(recorded).flatMap(([row, values]) => values.map((value, i) => Math.abs(value - (found[Number(row) * width + i] ?? NaN)))));

async function main(): Promise<void> {
  await device();
  const before = tf.memory().numTensors;
  const [started, clip] = [performance.now(), await data.sound("jfk", { quiet: true })];
  const speech = await pretrained.speech("whisper-base", { quiet: true });
  const loadSeconds = (performance.now() - started) / 1000;
  const { values, frames, bands } = logMel(clip.samples);
  const mel = tf.tensor2d(values, [frames, bands]);
  const read = tf.tidy(() => speech.model.forward(tf.expandDims(mel)));
  const encoded = await read.data();
  const heard = speech.model.hear(mel);
  const behind = speech.model.logits(PROMPT, heard);
  const logits = await behind.data();
  tf.dispose([mel, read, behind, ...heard.flatMap(({ k, v }) => [k, v])]);
  const { vocab, width } = speech.model.config;
  const rows = golden.logits.rows.flatMap((row, place) => row.map((value, i) => Math.abs(value - (logits[place * vocab + (golden.logits.ids[i] ?? 0)] ?? NaN))));
  const again = performance.now();
  const transcript = await speech.transcribe(clip, { alignment: true });
  const seconds = (performance.now() - again) / 1000;
  const languages = Object.fromEntries(transcript.languages.map(({ language, probability }) => [language, probability]));
  const named = Object.entries(golden.languages).map(([id, probability]) => Math.abs(probability - (languages[speech.tokenizer.id_to_token(Number(id))?.slice(2, -2) ?? ""] ?? NaN)));
  const looks = golden.alignment.slice(0, transcript.tokens.length).flatMap((row, token) => row.map((value, i) => Math.abs(value - (transcript.alignment[token]?.[11 * i] ?? NaN))));
  speech.dispose();
  const worst = { mel: worstOf(golden.mel, values, bands), encoded: worstOf(golden.encoded, encoded, width), logits: Math.max(...rows), languages: Math.max(...named), alignment: Math.max(...looks) };
  console.log(`RESULT ${JSON.stringify({ worst, sameTokens: transcript.tokens.join() === golden.tokens.join(), text: transcript.text, language: transcript.language, leaked: tf.memory().numTensors - before, loadSeconds, seconds })}`);
}

void main();
