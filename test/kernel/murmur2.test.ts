// The hash by which JupyterLab names cells, against ipykernel's (ipykernel.compiler.murmur2_x86, seed 0xc70f6907).
import { expect } from "chai";
import { murmur2 } from "../../src/kernel/debug/murmur2";

const IPYKERNEL: [text: string, hash: number][] = [
  ["", 3990065800],
  ["a", 2167009006],
  ["ab", 2805137849],
  ["abc", 3350977461],
  ["abcd", 804720481],
  ["const x = 1;\n日本語 😀", 1838013488],
  ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 3546143642],
];

describe("murmur2", () => {
  for (const [text, hash] of IPYKERNEL) it(`of ${JSON.stringify(text)}`, () => expect(murmur2(text, 0xc70f6907)).to.equal(hash));
});
