// What a figure is made of: traces and options, after Plotly's own names.

type Values = ArrayLike<number | string | Date | null>;

/** One series, as Plotly.js reads it; what is not named here passes through untouched. */
export interface Trace {
  /** "scatter" (the default), "bar", "histogram", "heatmap", "contour"; others are drawn where Plotly runs, and named elsewhere. */
  type?: string;
  x?: Values;
  y?: Values;
  /** Rows of a heatmap or contour: `z[row][column]`. */
  z?: ArrayLike<ArrayLike<number | null> | number>;
  /** "lines", "markers", "text", joined by "+". */
  mode?: string;
  name?: string;
  /** One for all, one a point, or `text[row][column]` of a heatmap. */
  text?: string | ArrayLike<string> | ArrayLike<ArrayLike<string>>;
  line?: { color?: string; width?: number; dash?: string; shape?: string };
  marker?: { color?: string | ArrayLike<string | number>; size?: number | ArrayLike<number>; symbol?: string | ArrayLike<string>; [key: string]: unknown };
  /** "tozeroy", or "tonexty" for a band up from the trace before. */
  fill?: string;
  fillcolor?: string;
  opacity?: number;
  visible?: boolean | "legendonly";
  showlegend?: boolean;
  orientation?: "h" | "v";
  error_y?: { array?: ArrayLike<number>; [key: string]: unknown };
  colorscale?: string | readonly (readonly [number, string])[];
  xaxis?: string;
  yaxis?: string;
  [key: string]: unknown;
}

export interface PlotOptions {
  title?: string;
  /** The axes' titles, with units. */
  x?: string;
  y?: string;
  /** A sentence for who cannot see the figure: what it shows, and what follows from it. */
  alt: string;
  /** Anything of Plotly's layout, laid over the defaults. */
  layout?: Record<string, unknown>;
  /** Pixels; as wide as the page, and 420 high, by default. */
  width?: number;
  height?: number;
  log?: "x" | "y" | "xy";
  /** Plotly's animation frames. */
  frames?: readonly object[];
}

/** One position of a figure's slider. */
export interface Step {
  label: string;
  traces: readonly Trace[];
}
