// What a figure is made of: traces and options, after Plotly's own names.

type Values = ArrayLike<number | string | Date | null>;

/** One series, as Plotly.js reads it; what is not named here passes through untouched. */
export interface Trace {
  /** "scatter" (the default), "bar", "histogram", "heatmap", "contour"; others are drawn where Plotly runs, and named elsewhere. */
  type?: string;
  /** Coordinates; 0, 1, 2, … where one of the two is left out. */
  x?: Values;
  /** As `x`. */
  y?: Values;
  /** Rows of a heatmap or contour: `z[row][column]`. */
  z?: ArrayLike<ArrayLike<number | null> | number>;
  /** "lines", "markers", "text", joined by "+". */
  mode?: string;
  /** In the legend. */
  name?: string;
  /** One for all, one a point, or `text[row][column]` of a heatmap. */
  text?: string | ArrayLike<string> | ArrayLike<ArrayLike<string>>;
  /** Width in pixels; dash "solid", "dash", "dot", "dashdot"; shape "linear", "hv". */
  line?: { color?: string; width?: number; dash?: string; shape?: string };
  /** Colour and symbol, one for all or one a point; size in pixels; numbers as colours go along `colorscale`. */
  marker?: { color?: string | ArrayLike<string | number>; size?: number | ArrayLike<number>; symbol?: string | ArrayLike<string>; [key: string]: unknown };
  /** "tozeroy", or "tonexty" for a band up from the trace before. */
  fill?: string;
  /** Of the filled area; the line's colour, see-through, by default. */
  fillcolor?: string;
  /** 0 … 1. */
  opacity?: number;
  /** `false` hides it; "legendonly" leaves its name. */
  visible?: boolean | "legendonly";
  /** `false` leaves it out of the legend. */
  showlegend?: boolean;
  /** "h" lays bars down. */
  orientation?: "h" | "v";
  /** Error bars: how far to both sides, one a point. */
  error_y?: { array?: ArrayLike<number>; [key: string]: unknown };
  /** A name ("Viridis", "RdBu", "Greys", "Blues") or stops of share and colour. */
  colorscale?: string | readonly (readonly [number, string])[];
  /** Which axis: "x", "x2", … */
  xaxis?: string;
  /** Which axis: "y", "y2", … */
  yaxis?: string;
  [key: string]: unknown;
}

/** What every figure takes. */
export interface PlotOptions {
  /** Above the figure. */
  title?: string;
  /** The axes' titles, with units. */
  x?: string;
  /** As `x`. */
  y?: string;
  /** A sentence for who cannot see the figure: what it shows, and what follows from it. */
  alt: string;
  /** Anything of Plotly's layout, laid over the defaults. */
  layout?: Record<string, unknown>;
  /** Pixels; as wide as the page, and 420 high, by default. */
  width?: number;
  /** Pixels. */
  height?: number;
  /** Which axes are logarithmic. */
  log?: "x" | "y" | "xy";
  /** Plotly's animation frames. */
  frames?: readonly object[];
}

/** One position of a figure's slider. */
export interface Step {
  /** What the slider says there. */
  label: string;
  /** What is shown there. */
  traces: readonly Trace[];
}
