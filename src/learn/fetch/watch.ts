// Progress of a download by how large its folder has grown: npm tells of packages, not of bytes.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { progress } from "../../display";

const EVERY_MS = 500;
const MEGABYTE = 1e6;

/** @param megabytes when all is there */
export function watchFolder(folder: string, { label, megabytes }: { label: string; megabytes: number }): { stop(): void } {
  const bar = progress(megabytes, { label, unit: "MB" });
  let shown = 0;
  const look = async (): Promise<void> => {
    const now = Math.floor((await sizeOf(folder)) / MEGABYTE);
    if (now > shown && now < megabytes) bar.tick(now - shown); // the end is npm's to tell
    shown = Math.max(shown, now);
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      bar.done();
    },
  };
}

/** Bytes below a folder; what vanishes meanwhile counts nothing. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = entries.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath ?? entry.path, entry.name)).then(({ size }) => size, () => 0));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
