// Mermaid charts drawn at build time, so that the page needs no script for them.
import { escapeHtml } from "./escape";
import { codeHtml } from "./code";
import { svgImage } from "./image";

/** Mid grey: 4.5:1 on white and on near-black alike. */
const INK = "#767676";

export type DrawChart = (source: string) => string;

/** The renderer is an ES module, loaded once. */
export async function chartDrawer(): Promise<DrawChart> {
  const { renderMermaidSVG } = await import("beautiful-mermaid");
  return (source) => {
    const alt = describe(source);
    try {
      const drawn = renderMermaidSVG(withoutDescription(source), { transparent: true, fg: INK, line: INK, muted: INK, border: INK, font: "sans-serif" });
      const offline = drawn.replace(/@import url\([^)]*\);?/g, ""); // the renderer asks a font server
      return `<figure class="chart">${svgImage(offline, alt)}</figure>`;
    } catch {
      return `<figure class="chart" aria-label="${escapeHtml(alt)}">${codeHtml(source, "plaintext")}</figure>`; // a kind that it does not know
    }
  };
}

const DESCRIPTION = /^\s*accDescr\s*:\s*(.+)$/m;
const describe = (source: string): string => DESCRIPTION.exec(source)?.[1]?.trim() ?? "Diagram";
const withoutDescription = (source: string): string => source.replace(DESCRIPTION, "").replace(/^\s*accTitle\s*:.*$/m, "");
