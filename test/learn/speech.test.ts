// Whisper base through our own model: spectrogram, encoder, logits, tokens and alignment as Hugging Face transformers'; sounds and files that are refused.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { render } from "../../src/display";
import { data } from "../../src/learn/data";
import type { SoundName } from "../../src/learn/data/sounds";
import { Module } from "../../src/learn/nn";
import { blank } from "../../src/learn/nn/module";
import { Whisper, whisperPresets } from "../../src/learn/nn/whisper";
import { pretrained, type SpeechRecognizer } from "../../src/learn/pretrained";
import { decodeCTranslate2 } from "../../src/learn/pretrained/ctranslate2";
import { decodeWhisper } from "../../src/learn/pretrained/whisper";
import { readSound, Sound } from "../../src/learn/sound";
import { captureLog, failure } from "./capture";
import { devices, runOn } from "./devices";
import { hasPip } from "./local-python-index";

const NAME = "whisper-base";
const SENTENCE = "And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country.";
const golden: { mel: Record<string, number[]> } = JSON.parse(readFileSync(join(__dirname, "golden", "speech.json"), "utf8"));

interface Run {
  worst: Record<"mel" | "encoded" | "logits" | "languages" | "alignment", number>;
  sameTokens: boolean;
  text: string;
  language: string;
  leaked: number;
}

/** CTranslate2's model.bin with these variables: shape, type, bytes. */
function modelBin(variables: Record<string, { shape: number[]; type: number; bytes: Uint8Array }>, { spec = "WhisperSpec", version = 6, aliases = {} }: { spec?: string; version?: number; aliases?: Record<string, string> } = {}): Buffer {
  const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
  const text = (value: string): Buffer => Buffer.concat([Buffer.from(Uint16Array.of(value.length + 1).buffer), Buffer.from(`${value}\0`)]);
  const rows = Object.entries(variables).flatMap(([name, { shape, type, bytes }]) => [text(name), Buffer.of(shape.length), ...shape.map(u32), Buffer.of(type), u32(bytes.length), bytes]);
  const others = Object.entries(aliases);
  return Buffer.concat([u32(version), text(spec), u32(3), u32(Object.keys(variables).length), ...rows, u32(others.length), ...others.flat().map(text)]);
}

describe("a sound", () => {
  it("comes with the library, says its licence, and can be played where it is shown", async () => {
    const lines = await captureLog(() => data.sound("jfk"));
    expect(lines).to.deep.equal(["John F. Kennedy's inaugural address of 1961, one sentence. Licence public domain. US government, by whisper.cpp."]);
    const clip = await data.sound("jfk", { quiet: true });
    expect([clip.seconds, clip.rate, data.soundNames()]).to.deep.equal([11, 16_000, ["jfk"]]);
    expect(render(clip).data).to.have.property("text/plain", "sound of 11.0 s, 16000 samples a second");
    expect(String(render(clip).data["text/html"])).to.match(/^<audio controls src="data:audio\/wav;base64,UklGR/);
    expect((await failure(() => data.sound("dog" as SoundName))).message).to.equal('No recording is called "dog". There are: jfk.');
  });

  it("is the same after it was written as WAV and read again", async () => {
    const samples = Float32Array.of(0, 0.5, -1, 2, 1 / 32_768);
    expect(Array.from((await readSound(new Sound(samples, 8000).wav())).samples)).to.deep.equal([0, 0.5, -32_767 / 32_768, 32_767 / 32_768, 1 / 32_768]);
  });

  it("has the spectrogram that transformers computes, to 1e-5", async () => {
    const { values, bands, frames } = (await data.sound("jfk", { quiet: true })).mel();
    expect([frames, bands]).to.deep.equal([1100, 80]);
    const rows = Object.entries(golden.mel).filter(([frame]) => Number(frame) < frames);
    const worst = Math.max(...rows.flatMap(([frame, row]) => row.map((value, band) => Math.abs(value - (values[Number(frame) * bands + band] ?? NaN)))));
    expect([rows.length, worst < 1e-5]).to.deep.equal([7, true]);
  });

  it("is refused if it is no WAV, cut short, of several channels or of other numbers, with what to do", async () => {
    const wav = Buffer.from(new Sound(new Float32Array(100)).wav());
    const changed = (at: number, value: number): Buffer => {
      const copy = Buffer.from(wav);
      copy.writeUInt16LE(value, at);
      return copy;
    };
    const said = async (bytes: Uint8Array): Promise<string> => (await failure(() => readSound(bytes))).message;
    expect(await said(Buffer.from("hello"))).to.equal("The sound is no WAV file.");
    expect(await said(wav.subarray(0, 100))).to.equal("The sound is cut short: 244 bytes are expected, 100 are there.");
    expect(await said(wav.subarray(0, 36))).to.equal("The sound is no whole WAV: its data is missing.");
    expect(await said(changed(22, 2))).to.match(/^The sound has 2 channels; only one is read\. Mix them first/);
    expect(await said(changed(34, 24))).to.match(/^The sound is a WAV of 24 bits; only 16-bit PCM is read\. Convert it first/);
    expect(await said(changed(20, 3))).to.match(/^The sound is a WAV of 16 bits in format 3; only 16-bit PCM is read/);
    expect((await failure(() => readSound("/nowhere/a.wav"))).message).to.equal("/nowhere/a.wav is missing.");
    expect((await failure(() => new Sound(new Float32Array(10), 44_100).mel())).message).to.match(/^The sound has 44100 samples a second; Whisper reads 16000\. Convert it first/);
    expect((await failure(() => new Sound(new Float32Array(31 * 16_000)).mel())).message).to.match(/^The sound lasts 31\.0 s; Whisper reads 30 s at once\. Cut it at a pause/);
    expect((await failure(() => new Sound(new Float32Array(0)).mel())).message).to.equal("The sound is empty.");
    expect((await failure(() => new Sound(Float32Array.of(NaN)).mel())).message).to.equal("The sound holds samples that are no finite numbers.");
  });
});

describe("CTranslate2's files", () => {
  const one = { a: { shape: [2], type: 4, bytes: Buffer.from("003c00c0", "hex") }, heads: { shape: [], type: 2, bytes: Buffer.from("0800", "hex") } };

  it("are read: halves as float32, settings as whole numbers, two names for one variable", () => {
    const { spec, variables } = decodeCTranslate2(modelBin(one, { aliases: { b: "a" } }));
    expect([spec, variables.get("b")?.read(), variables.get("heads")?.read()]).to.deep.equal(["WhisperSpec", { shape: [2], data: Float32Array.of(1, -2) }, { shape: [], data: Int32Array.of(8) }]);
  });

  it("are refused if they are cut short, longer, of another version, kind or type", () => {
    const whole = modelBin(one);
    expect(() => decodeCTranslate2(whole.subarray(0, 40))).to.throw(/^The file is no model of CTranslate2, or is cut short: byte \d+ is wanted, and 40 are there\.$/);
    expect(() => decodeCTranslate2(Buffer.concat([whole, Buffer.of(0)]))).to.throw("The file is longer than its header says: it is not what CTranslate2 wrote.");
    expect(() => decodeCTranslate2(Buffer.from("hello, this is no model at all"))).to.throw(/^The file is no model of CTranslate2, or of a version that is not read/);
    expect(() => decodeCTranslate2(modelBin({ a: { ...one.a, shape: [3] } })).variables.get("a")?.read()).to.throw("The file is broken: [3] is given in 4 bytes.");
    expect(() => decodeCTranslate2(modelBin({ a: { ...one.a, type: 5 } })).variables.get("a")?.read()).to.throw(/^The file holds numbers of CTranslate2's type 5; only float32, float16 and integers are read\.$/);
    expect(() => decodeWhisper(modelBin(one, { spec: "TransformerSpec" }))).to.throw("The file is a model of CTranslate2, but a TransformerSpec, not a WhisperSpec.");
    expect(() => decodeWhisper(whole)).to.throw('The file has no "decoder/embeddings/weight": it is no Whisper, or one without this part.');
  });
});

describe("Whisper", function () {
  this.timeout(300_000);
  let speech: SpeechRecognizer;
  let clip: Sound;

  before(async function () {
    const fetched = pretrained.isFetched(NAME) || (hasPip() && (await pretrained.fetch(NAME, { quiet: true }).then(() => true, () => false)));
    if (!fetched) {
      this.test?.parent?.eachTest((test) => void (test.title += " (skipped: pip cannot bring the weights)"));
      return this.skip();
    }
    speech = await pretrained.speech(NAME, { quiet: true });
    clip = await data.sound("jfk", { quiet: true });
  });
  after(() => speech?.dispose());

  for (const device of devices().filter(({ name }) => name === "node" || name === "wasm")) {
    (device.available ? it : it.skip)(`hears what transformers' hears, number by number to 1e-4 and token by token, on ${device.title}`, async () => {
      const { worst, ...heard } = await runOn<Run>(device, "speech-run.ts");
      expect(heard).to.include({ sameTokens: true, text: SENTENCE, language: "en", leaked: 0 });
      for (const [name, difference] of Object.entries(worst)) expect(difference, name).to.be.below(1e-4);
    });
  }

  it("has the sinusoids of the paper for its places, and as many parameters as were published", async () => {
    const made = new Whisper({ ...whisperPresets["whisper-base"], vocab: 10, layers: 1 }).encoder.buffers().get("positions");
    expect(made?.shape).to.deep.equal([1500, 512]);
    const loaded = speech.model.encoder.buffers().get("positions");
    const [ours, theirs] = [await made?.data(), await loaded?.data()];
    const worst = Array.from(ours ?? [NaN], (value, i) => Math.abs(value - (theirs?.[i] ?? NaN))).reduce((a, b) => Math.max(a, b), 0); // NaN stays NaN
    expect(worst).to.be.below(1e-3); // published in float16
    expect(speech.model.parameterCount()).to.equal(71_825_920 + (6 + 6 + 6) * 512); // OpenAI's have no bias for keys; ours have one, of zeros
  });

  it("is refused languages that it does not know, and stops at a signal", async () => {
    expect(speech.languages()).to.have.length(99).and.include.members(["en", "zh", "de"]);
    expect((await failure(() => speech.transcribe(clip, { language: "xx" }))).message).to.match(/^Whisper knows no language "xx"\. There are: en, zh, de, /);
    expect((await failure(() => speech.transcribe(clip, { signal: AbortSignal.abort(new Error("interrupted")) }))).message).to.equal("interrupted");
  });

  it("says what a folder lacks", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cellwright-speech-"));
    expect((await failure(() => pretrained.speech(folder))).message).to.match(/config\.json is missing/);
    writeFileSync(join(folder, "config.json"), JSON.stringify({ lang_ids: [], suppress_ids: [], suppress_ids_begin: [] }));
    expect((await failure(() => pretrained.speech(folder))).message).to.match(/config\.json: lang_ids: Invalid length/);
    rmSync(folder, { recursive: true });
  });
});

describe("a model of zeros", () => {
  it("is built without drawing numbers, and only there", async () => {
    const sizes = { ...whisperPresets["whisper-tiny"], vocab: 10, layers: 1, audioContext: 4, textContext: 8, width: 8, heads: 2 };
    const sums = async (model: Module): Promise<number> => (await Promise.all([...model.parameters().values()].map((each) => each.data()))).flatMap((values) => [...values]).reduce((sum, value) => sum + Math.abs(value), 0);
    const [empty, drawn] = [blank(() => new Whisper(sizes)), new Whisper(sizes)];
    expect([await sums(empty), (await sums(drawn)) > 10]).to.deep.equal([0, true]);
    empty.dispose();
    drawn.dispose();
  });
});
