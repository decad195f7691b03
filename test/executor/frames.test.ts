// The executor's channels: frames cut from any chunks, raw output cut at the sentinels.
import { expect } from "chai";
import { PassThrough } from "node:stream";
import { BlockReader, decodeFrame, encodeFrame, sentinel, type OutputFrame, type Sentinel } from "../../src/executor/frames";
import { RawOutput } from "../../src/executor/parent/raw-output";

describe("output frames", () => {
  const frames = [encodeFrame("stdout", 3, "héllo 你好"), encodeFrame("done", 3, ""), encodeFrame("display", 70_000, "x".repeat(100_000))];
  for (const size of [1, 7, 64, 1 << 20]) {
    it(`come back whole from chunks of ${size} bytes`, () => {
      const read: OutputFrame[] = [];
      const reader = new BlockReader((block) => read.push(decodeFrame(Buffer.from(block))));
      const bytes = Buffer.concat(frames);
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
      expect(read.map(({ type, cell, payload }) => [type, cell, payload.length])).to.deep.equal([["stdout", 3, 13], ["done", 3, 0], ["display", 70_000, 100_000]]);
      expect(read[0]?.payload.toString()).to.equal("héllo 你好");
    });
  }
});

describe("raw output", () => {
  for (const size of [1, 5, 1 << 16]) {
    it(`of chunks of ${size} bytes is delivered without the sentinels, and drained at them`, async () => {
      const stream = new PassThrough();
      const parts: string[] = [];
      const raw = new RawOutput(stream, "t0k", (bytes) => parts.push(bytes.toString("latin1")));
      const bytes = Buffer.from(`one${sentinel("t0k", 1)}two\u0000${sentinel("t0k", 2)}three`);
      const drained = Promise.all([raw.drained(1), raw.drained(2)]);
      for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
      await drained;
      stream.destroy();
      await raw.drained(3);
      expect(parts.join("")).to.equal("onetwo\u0000three");
    });

    it(`of chunks of ${size} bytes is held where a sentinel says so, then dropped, or let through at the latest with the cell or the stream`, async () => {
      const stream = new PassThrough();
      const parts: string[] = [];
      const raw = new RawOutput(stream, "t0k", (bytes) => parts.push(bytes.toString("latin1")));
      const says = (word: Sentinel): string => sentinel("t0k", word);
      const bytes = Buffer.from(`a${says("hold")}dropped${says("drop")}b${says("hold")}c${says("release")}d${says("hold")}e${says(1)}f${says("hold")}g`);
      for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
      await raw.drained(1);
      stream.destroy();
      await raw.drained(2);
      expect(parts.join("")).to.equal("abcdefg");
    });
  }
});
