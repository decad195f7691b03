// A file's sha256, read in pieces so that a large one does not fill the memory.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}
