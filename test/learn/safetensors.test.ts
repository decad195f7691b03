// The safetensors format, by hand-made bytes and by its own round trip.
import { expect } from "chai";
import { type Weights, decodeSafetensors, encodeSafetensors } from "../../src/learn/safetensors";

function file(header: object, body: Uint8Array): Uint8Array {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, body]);
}

describe("safetensors", () => {
  it("brings back what it wrote, with the metadata", () => {
    const tensors: Weights = new Map([
      ["a", { shape: [2, 2], data: Float32Array.of(1, -2.5, 3e-8, 4) }],
      ["step", { shape: [], data: Int32Array.of(7) }],
    ]);
    expect(decodeSafetensors(encodeSafetensors(tensors, { rng: "9" }))).to.deep.equal({ tensors, metadata: { rng: "9" } });
  });

  it("reads half precisions that others write", () => {
    const header = { half: { dtype: "F16", shape: [2], data_offsets: [0, 4] }, brain: { dtype: "BF16", shape: [1], data_offsets: [4, 6] } };
    const { tensors } = decodeSafetensors(file(header, Uint8Array.of(0x00, 0x3e, 0x00, 0xc0, 0x80, 0x3f)));
    expect([...(tensors.get("half")?.data ?? []), ...(tensors.get("brain")?.data ?? [])]).to.deep.equal([1.5, -2, 1]);
  });

  it("refuses what is no safetensors, what is cut short, and dtypes that it cannot read", () => {
    expect(() => decodeSafetensors(Uint8Array.of(1, 2, 3))).to.throw("is not safetensors");
    expect(() => decodeSafetensors(file({ a: { dtype: "F32", shape: [2], data_offsets: [0, 8] } }, new Uint8Array(4)))).to.throw("a is cut short: 8 bytes are expected, 4 are there");
    expect(() => decodeSafetensors(file({ a: { dtype: "F8", shape: [1], data_offsets: [0, 1] } }, new Uint8Array(1)))).to.throw("dtype F8");
    expect(() => decodeSafetensors(file({ a: { dtype: "F32", shape: [-1], data_offsets: [0, 4] } }, new Uint8Array(4)))).to.throw("broken header");
  });
});
