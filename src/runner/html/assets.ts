// What the pages share, beside them: style, script, KaTeX's style and fonts, Plotly.
import { copyFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder, writeAtomically } from "../notebook";
import { SCRIPT } from "./script";
import { STYLE } from "./style";

export interface AssetNeeds { plotly: boolean }

/** @throws {InfrastructureError} if the folder cannot be written to. */
export function writeAssets(folder: string, { plotly }: AssetNeeds): void {
  const katex = join(dirname(require.resolve("katex/package.json")), "dist");
  writeAtomically(join(folder, "page.css"), STYLE);
  writeAtomically(join(folder, "page.js"), SCRIPT);
  copyFileSync(join(katex, "katex.min.css"), join(folder, "katex.min.css"));
  copyFonts(join(katex, "fonts"), join(folder, "fonts"));
  if (plotly) copyFileSync(require.resolve("plotly.js-dist-min"), join(folder, "plotly.min.js"));
}

/** Browsers take the first format that they know, and all of today's know woff2. */
function copyFonts(from: string, to: string): void {
  makeFolder(to);
  for (const name of readdirSync(from).filter((each) => each.endsWith(".woff2"))) copyFileSync(join(from, name), join(to, name));
}
