// Looks at the photographs on the device that CELLWRIGHT_DEVICE names, with every model of images, and prints what it saw.
import * as tf from "@tensorflow/tfjs";
import { data } from "../../../src/learn/data";
import { device } from "../../../src/learn/device";
import { Photo } from "../../../src/learn/photo";
import { type Detection, type Guess, pretrained } from "../../../src/learn/pretrained";

export interface Seen {
  pattern: number[];
  classes: Record<string, Guess[]>;
  objects: Record<string, Detection[]>;
  faces: { score: number; box: { left: number; top: number; width: number; height: number }; embedding: number[] }[];
  /** Of the astronaut's face to itself in a mirror, and to the cat's. */
  likeness: { mirrored: number; cat: number };
  leaked: number;
}

const NAMES = ["astronaut", "cat", "coffee"] as const;

async function main(): Promise<void> {
  await device();
  const before = tf.memory().numTensors;
  const photos = await Promise.all(NAMES.map((name) => data.photo(name, { quiet: true })));
  const [astronaut, cat] = [photos[0], photos[1]];
  if (!astronaut || !cat) return;
  const seen: Seen = { pattern: [], classes: {}, objects: {}, faces: [], likeness: { mirrored: NaN, cat: NaN }, leaked: NaN };

  const classifier = await pretrained.classifier("resnet50", { quiet: true });
  const pattern = tf.tidy(() => classifier.probabilities(tf.tensor4d(Float32Array.from({ length: 224 * 224 * 3 }, (_, i) => (i * 7919) % 256), [1, 224, 224, 3])));
  seen.pattern = Array.from(await pattern.data());
  pattern.dispose();
  for (const [i, name] of NAMES.entries()) seen.classes[name] = await classifier.classify(photos[i] ?? cat);
  classifier.dispose();

  const detector = await pretrained.detector("centernet", { quiet: true });
  for (const [i, name] of NAMES.entries()) seen.objects[name] = await detector.detect(photos[i] ?? cat, { minScore: 0.4 });
  detector.dispose();

  const finder = await pretrained.faces("faceres", { quiet: true });
  const found = await finder.find(astronaut);
  const [face] = found;
  if (face) {
    const [mirrored] = await finder.find(mirror(astronaut));
    const other = await finder.describe(cat, { left: 90, top: 20, width: 180, height: 180 });
    seen.likeness = { mirrored: mirrored ? pretrained.likeness(face.embedding, mirrored.embedding) : NaN, cat: pretrained.likeness(face.embedding, other) };
  }
  seen.faces = found.map(({ score, box, embedding }) => ({ score, box, embedding: Array.from(embedding) }));
  finder.dispose();
  seen.leaked = tf.memory().numTensors - before;
  console.log(`RESULT ${JSON.stringify(seen)}`);
}



function mirror(photo: Photo): Photo {
  const { width, height, rgb } = photo;
  const turned = Uint8Array.from(rgb, (_, i) => {
    const [pixel, channel] = [Math.floor(i / 3), i % 3];
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    return rgb[3 * (row * width + width - 1 - column) + channel] ?? 0;
  });
  return new Photo(width, height, turned, photo.file);
}

void main();
