// A figure as HTML: its picture, which becomes the live figure on a page that has already loaded Plotly.
import { escapeHtml } from "../escape";

/** Beyond this the data would weigh more than they are worth in a second copy (JupyterLab and our exports read the JSON itself). */
const LIVE_LIMIT = 200_000;

/** The picture is an `<img>`: sanitizers of untrusted notebooks drop inline SVG, and only `alt` is read aloud everywhere. */
export function figureHtml(json: unknown, svg: string, alt: string): string {
  const image = `<img alt="${escapeHtml(alt)}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}" style="max-width:100%">`;
  const data = JSON.stringify(json).replace(/</g, "\\u003c");
  const live = data.length > LIVE_LIMIT ? "" : `<script type="application/json">${data}</script><script>(${String(enliven)})(document.currentScript)</script>`;
  return `<div class="cellwright-figure">${image}${live}</div>`;
}

/** Runs in the browser; refers to nothing outside itself. */
function enliven(script: Element | null): void {
  const root = script && script.parentElement;
  const source = root && root.querySelector('script[type="application/json"]');
  const image = root && root.querySelector("img");
  const plotly: unknown = Reflect.get(window, "Plotly");
  if (!root || !source || !image || typeof plotly !== "object" || plotly === null) return;
  const draw: unknown = Reflect.get(plotly, "newPlot");
  if (typeof draw !== "function") return;
  const target = document.createElement("div");
  target.setAttribute("role", "img");
  target.setAttribute("aria-label", image.alt);
  root.replaceChild(target, image);
  const figure = JSON.parse(source.textContent || "{}");
  const font = figure.layout && figure.layout.font;
  if (font && font.color === "#767676") font.color = getComputedStyle(root).color; // our quiet grey gives way to the page's own
  Reflect.apply(draw, plotly, [target, figure]);
}
