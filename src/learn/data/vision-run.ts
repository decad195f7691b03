// What published models saw in the library's photographs, and a training on MNIST; one row, made by scripts/golden/vision.mjs.
import type { Box } from "../photo";
import type { Source } from "./source";

/** Shown by lesson 6 (computer vision) where the models are not fetched. Photographs: cat, china, coffee, astronaut. */
export interface VisionRecord {
  date: string; // ISO
  processor: string;
  /** ResNet50: the five likeliest classes a photograph; the cat's class when it is whole, then covered at 25 places. */
  named: { guesses: { label: string; probability: number }[][]; occlusion: number[] };
  /** CenterNet, a row a photograph: [100 × 6] left, top, right, bottom in pixels of 512 × 512, score, kind; and what is left after suppression. */
  found: { candidates: number[]; detections: { label: string; score: number; box: Box }[] }[];
  /** Faces of the astronaut, mirrored, darker, the cat; a cup's description is the last. */
  faced: { boxes: { score: number; box: Box }[]; embeddings: number[][] };
  mnist: { device: string; steps: number; seconds: number; share: number; parameters: number };
}

export const visionRun: Source<VisionRecord> = {
  title: { en: "Recorded looks of published models at four photographs", zh: "公开模型看四张照片的记录" },
  file: "vision-run.json",
  sha256: "2045b11f572f6b56d6ddd87586a97a279e8cc07c4682f9591e860ff72edd101a",
  licence: "Apache-2.0",
  attribution: "measured by scripts/golden/vision.mjs",
  parse: (text) => [record(JSON.parse(text))],
};

/** Throws unless the record holds what it is read for. */
function record(value: VisionRecord): VisionRecord {
  const whole = value.named?.guesses.length === 4 && value.found?.length === 4 && value.faced?.embeddings.length === 5 && value.mnist?.share > 0;
  if (!whole) throw new Error("the record lacks classes, boxes, faces or MNIST; make it afresh with scripts/golden/vision.mjs");
  return value;
}
