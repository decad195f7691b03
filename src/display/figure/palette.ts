// Colours that the colour-blind can tell apart and that show on light and on dark pages.

/**
 * Okabe and Ito's hues (2008), moved until each stands out from white and from near-black by 3:1 (theirs do so only on one of the two)
 * and any two stay apart for the colour-blind: by 25 of CIE 1976's units, their blue-green and grey by 9. A figure's data do not know the page's theme.
 */
export const PALETTE = ["#314DFF", "#CF8005", "#00A963", "#AB4420", "#A067AF", "#5A90FF", "#727074"] as const;

/** The colour of the n-th series. */
export const colorAt = (index: number): string => PALETTE[index % PALETTE.length] ?? PALETTE[0];

/** A colour of the palette ("#rrggbb") made see-through. */
export const faded = (color: string, opacity: number): string => `rgba(${(rgb(color) ?? [128, 128, 128]).join(",")},${opacity})`;

/** Mid grey, for texts: 4.5:1 on white, 4:1 on near-black, where the page's theme is not known. */
export const INK = "#767676";

/** The same on pages that say that they are dark. */
export const INK_ON_DARK = "#C4C8CE";

/** Lines behind the data. */
export const GRID = "rgba(128,128,128,0.25)";

/** Viridis, by eleven of its colours: even in lightness, so that it reads in grey too. */
export const VIRIDIS = ["#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c", "#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725"] as const;

/** Blue through grey to red, for values about zero. */
export const DIVERGING = ["#053061", "#2166ac", "#4393c3", "#92c5de", "#d1e5f0", "#f7f7f7", "#fddbc7", "#f4a582", "#d6604d", "#b2182b", "#67001f"] as const;

/** White to dark blue, for shares: the number written in a cell stays readable at both ends. */
export const BLUES = ["#f7fbff", "#c6dbef", "#6baed6", "#2171b5", "#08306b"] as const;

/** Even stops, as Plotly takes a colour scale. */
export const stopsOf = (colors: readonly string[]): [number, string][] => colors.map((color, index) => [index / (colors.length - 1), color]);

const SCALES: Record<string, readonly string[]> = {
  Viridis: VIRIDIS,
  RdBu: DIVERGING,
  Greys: ["#000000", "#ffffff"],
  Blues: BLUES,
};

/** A colour scale as a function of [0, 1]. Unknown names are Viridis. */
export function colorScale(scale: unknown, reversed: boolean): (share: number) => string {
  const colors = Array.isArray(scale) ? scale.map((stop: unknown) => (Array.isArray(stop) ? String(stop[1]) : String(stop))) : SCALES[String(scale)] ?? VIRIDIS;
  return (share) => between(colors, reversed ? 1 - share : share);
}

function between(colors: readonly string[], share: number): string {
  const at = Math.min(Math.max(share, 0), 1) * (colors.length - 1);
  const low = colors[Math.floor(at)] ?? INK;
  const high = colors[Math.ceil(at)] ?? low;
  const [a, b] = [rgb(low), rgb(high)];
  if (!a || !b) return low;
  return `rgb(${a.map((channel, index) => Math.round(channel + ((b[index] ?? channel) - channel) * (at % 1))).join(",")})`;
}

function rgb(color: string): number[] | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (hex) return hex.slice(1).map((pair) => parseInt(pair, 16));
  const parts = /^rgb\(([\d.]+),\s*([\d.]+),\s*([\d.]+)\)$/.exec(color);
  return parts?.slice(1).map(Number);
}
