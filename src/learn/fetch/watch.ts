// Progress of a download by how large its folders have grown: npm tells of packages, not of bytes.
import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { progress } from "../../display";

const EVERY_MS = 500;
const MEGABYTE = 1e6;

export interface Watch {
  /** Nothing more comes: all of it is there, or the bar stays where it is. */
  stop(whole: boolean): void;
}

/** @param megabytes when all is there */
export async function watchDownload(folder: string, { label, megabytes }: { label: string; megabytes: number }): Promise<Watch> {
  const incoming = npmIncoming();
  const before = await sizeOf(incoming);
  const bar = progress(megabytes, { label, unit: "MB" });
  let shown = 0;
  const show = (megabytesNow: number): void => {
    if (megabytesNow > shown) bar.tick(megabytesNow - shown);
    shown = Math.max(shown, megabytesNow);
  };
  const look = async (): Promise<void> => {
    const grown = (await sizeOf(folder)) + (await sizeOf(incoming)) - before;
    show(Math.min(Math.floor(grown / MEGABYTE), megabytes - 1)); // the end is npm's to tell
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  return {
    stop(whole) {
      clearInterval(timer);
      if (whole) show(megabytes);
      bar.done();
      shown = Infinity; // a look that is still under way comes too late
    },
  };
}

/** Where npm's cache keeps what is still coming. */
function npmIncoming(): string {
  const { npm_config_cache: given, LOCALAPPDATA: windows } = process.env;
  const usual = process.platform === "win32" && windows ? join(windows, "npm-cache") : join(homedir(), ".npm");
  return join(given ?? usual, "_cacache", "tmp");
}

/** Bytes below a folder; what vanishes meanwhile counts nothing. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = entries.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath ?? entry.path, entry.name)).then(({ size }) => size, () => 0));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
