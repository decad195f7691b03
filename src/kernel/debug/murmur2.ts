// MurmurHash2, 32 bits (Austin Appleby): JupyterLab names the source of a cell by it.
const M = 0x5bd1e995;

/** Of the text's UTF-8. */
export function murmur2(text: string, seed: number): number {
  const data = Buffer.from(text, "utf8");
  const whole = data.length & ~3;
  let hash = seed ^ data.length;
  for (let i = 0; i < whole; i += 4) {
    const block = Math.imul(data.readInt32LE(i), M);
    hash = Math.imul(hash, M) ^ Math.imul(block ^ (block >>> 24), M);
  }
  if (data.length > whole) hash = Math.imul(hash ^ data.readUIntLE(whole, data.length - whole), M);
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return (hash ^ (hash >>> 15)) >>> 0;
}
