// Mermaid charts: a Markdown fence where the front end draws it, an SVG drawn here elsewhere.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { escapeHtml } from "./escape";
import { displayable } from "./hook";
import type { Displayable } from "./types";

/**
 * A chart in Mermaid's language, with a sentence that says what it shows. JupyterLab ≥ 4.1 and nbconvert draw the fence;
 * a front end that reads no Markdown shows the SVG; text keeps the source.
 */
export function mermaid(source: string, alt: string): Displayable {
  const text = source.trim();
  const picture = drawn(text, alt);
  const bundle = { "text/markdown": `\`\`\`mermaid\n${accessible(text, alt)}\n\`\`\``, "text/plain": `${alt}\n\n${text}` };
  return displayable(picture ? { ...bundle, "image/svg+xml": picture } : bundle, { "image/svg+xml": { alt } });
}

/** Mermaid's own `accDescr` carries the sentence into the drawing; sequence and flow charts and most others know it. */
function accessible(source: string, alt: string): string {
  const [first = "", ...rest] = source.split("\n");
  const known = /^\s*(graph|flowchart|sequenceDiagram|classDiagram|stateDiagram|erDiagram|gantt|pie|journey|gitGraph)\b/.test(first);
  return known && !source.includes("accDescr") ? [first, `  accDescr: ${alt.replace(/\s+/g, " ")}`, ...rest].join("\n") : source;
}

/** Charts that the SVG renderer does not know (pie, gantt) have none. */
function drawn(source: string, alt: string): string | undefined {
  const renderer = loadRenderer();
  if (!renderer) return undefined;
  try {
    const picture = renderer.renderMermaidSVG(lineByLine(source), { transparent: true, fg: "#767676", font: "sans-serif" });
    return described(picture, alt);
  } catch {
    return undefined;
  }
}

/** Mermaid also ends a statement at `;`, outside quotes; the renderer reads one a line. */
const lineByLine = (source: string): string => source.replace(/("[^"]*")|;(?=\s|$)/g, (_, quoted?: string) => quoted ?? "\n");

function described(picture: string, alt: string): string {
  const offline = picture.replace(/@import url\([^)]*\);?/g, ""); // the renderer asks a font server; figures must open with the network off
  return offline.replace(/<svg\b([^>]*)>/, (_, rest: string) => `<svg role="img" aria-label="${escapeHtml(alt)}"${rest}><title>${escapeHtml(alt)}</title>`);
}

type Renderer = Pick<typeof import("beautiful-mermaid", { with: { "resolution-mode": "import" } }), "renderMermaidSVG">;

let renderer: Renderer | undefined;

/** The package exports its module to `import` only, and drawing is synchronous: its file is required by path, at first use (it is large). */
function loadRenderer(): Renderer | undefined {
  if (renderer) return renderer;
  const load = createRequire(__filename);
  const file = load.resolve.paths("beautiful-mermaid")?.map((folder) => join(folder, "beautiful-mermaid", "dist", "index.js")).find(existsSync);
  renderer = file ? load(file) : undefined;
  return renderer;
}
