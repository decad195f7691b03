// A figure and its four forms: Plotly's JSON, a static SVG that needs no script, HTML and text.
import { inspect } from "node:util";
import { inspectAsText, METADATA } from "../hook";
import { jsonSafe } from "../json";
import { drawSvg } from "../svg/draw";
import { DISPLAY, type MimeBundle } from "../types";
import { figureHtml } from "./html";
import type { Layout } from "./layout";
import { summaryText } from "./summary";
import type { Trace } from "./trace";

const PLOTLY = "application/vnd.plotly.v1+json";

/** A figure that shows itself: live where Plotly runs, else as a picture, else as text. `plot` makes it. */
export class Figure {
  /** @param extra Plotly's `config` and `frames`. @param details what the text form says besides. */
  constructor(
    /** Plotly's traces. */
    readonly data: readonly Trace[],
    /** Plotly's layout, defaults included. */
    readonly layout: Layout,
    /** What it shows, in words. */
    readonly alt: string,
    private readonly extra: Record<string, unknown> = {},
    private readonly details = "",
  ) {}

  /** What Plotly.js is given; `config` keeps its toolbar out of the way and links to nowhere. */
  toJSON(): unknown {
    const { meta: ownMeta, ...layout } = this.layout;
    const config = { displaylogo: false, responsive: true };
    const meta = typeof ownMeta === "object" ? { ...ownMeta, alt: this.alt } : { alt: this.alt };
    return jsonSafe({ config, ...this.extra, data: this.data, layout: { ...layout, meta } });
  }

  /** The static picture; needs no browser. */
  toSvg(): string {
    return drawSvg(this.data, this.layout, this.alt);
  }

  /** The text form: title, words, axes, each trace's extent. */
  toString(): string {
    return [summaryText(this.data, this.layout, this.alt), this.details].filter(Boolean).join("\n");
  }

  [DISPLAY](): MimeBundle {
    const [json, svg] = [this.toJSON(), this.toSvg()];
    return { [PLOTLY]: json, "text/html": figureHtml(json, svg, this.alt), "image/svg+xml": svg, "text/plain": this.toString() };
  }

  [METADATA](): Record<string, unknown> {
    return { [PLOTLY]: { alt: this.alt }, "image/svg+xml": { alt: this.alt } };
  }

  [inspect.custom](depth: number): string {
    return inspectAsText.call(this, depth);
  }
}
