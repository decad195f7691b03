// Terminal text to HTML: colours and weights by SGR codes, lines rewritten by carriage returns and backspaces.
import { escapeHtml } from "./escape";

interface Style { bold: boolean; dim: boolean; italic: boolean; underline: boolean; inverse: boolean; fg?: string; bg?: string }

const PLAIN: Style = { bold: false, dim: false, italic: false, underline: false, inverse: false };
const SGR = /\u001b\[([0-9;:]*)m/g;
// Other escape sequences (cursor moves, titles, links) have no place on a page.
const OTHER = /\u001b(?:\[[0-?]*[ -/]*[@-ln-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/g;

export function ansiToHtml(text: string): string {
  const shown = rewritten(text.replace(OTHER, ""));
  let [style, at, html] = [PLAIN, 0, ""];
  for (const match of shown.matchAll(SGR)) {
    html += span(shown.slice(at, match.index), style);
    style = applied(style, codesOf(match[1] ?? ""));
    at = match.index + match[0].length;
  }
  return html + span(shown.slice(at), style);
}

/** A carriage return starts its line anew, as progress bars use it; a backspace takes a character back. */
function rewritten(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  return lines.map((line) => line.replace(/\r+$/, "").split("\r").at(-1)).join("\n").replace(/[^\n]\u0008/g, "");
}

function span(text: string, style: Style): string {
  if (!text) return "";
  const [names, css] = looks(style);
  const attributes = `${names.length ? ` class="${names.join(" ")}"` : ""}${css.length ? ` style="${css.join(";")}"` : ""}`;
  return attributes ? `<span${attributes}>${escapeHtml(text)}</span>` : escapeHtml(text);
}

function looks({ bold, dim, italic, underline, inverse, fg, bg }: Style): [names: string[], css: string[]] {
  const flags = Object.entries({ bold, dim, italic, underline, inverse }).filter(([, on]) => on).map(([name]) => `ansi-${name}`);
  const colours = ([["fg", "color", fg], ["bg", "background-color", bg]] as const).filter(([, , value]) => value !== undefined);
  const named = colours.filter(([, , value]) => !value?.startsWith("#")).map(([side, , value]) => `ansi-${side}-${value}`);
  const exact = colours.filter(([, , value]) => value?.startsWith("#")).map(([, property, value]) => `${property}:${value}`);
  return [[...flags, ...named], exact];
}

const codesOf = (text: string): number[] => text.split(/[;:]/).map(Number);

const FLAGS: Record<number, Partial<Style>> = {
  1: { bold: true }, 2: { dim: true }, 3: { italic: true }, 4: { underline: true }, 7: { inverse: true },
  22: { bold: false, dim: false }, 23: { italic: false }, 24: { underline: false }, 27: { inverse: false },
  39: { fg: undefined }, 49: { bg: undefined },
};

function applied(style: Style, [code, ...rest]: number[]): Style {
  if (code === undefined) return style;
  if (code === 0) return applied(PLAIN, rest);
  if (code === 38 || code === 48) return extended(style, code === 38 ? "fg" : "bg", rest);
  const colour = basic(code);
  return applied({ ...style, ...FLAGS[code], ...colour }, rest);
}

/** 30–37 and 90–97 colour the text, 40–47 and 100–107 the ground: 0–7 and, brighter, 8–15. */
function basic(code: number): Partial<Style> | undefined {
  const [tens, unit] = [Math.floor(code / 10), code % 10];
  if (unit > 7) return undefined;
  if (tens === 3 || tens === 9) return { fg: String(unit + (tens === 9 ? 8 : 0)) };
  return tens === 4 || tens === 10 ? { bg: String(unit + (tens === 10 ? 8 : 0)) } : undefined;
}

function extended(style: Style, side: "fg" | "bg", [kind, ...rest]: number[]): Style {
  if (kind === 5) return applied({ ...style, [side]: indexed(rest[0] ?? 0) }, rest.slice(1));
  if (kind === 2) return applied({ ...style, [side]: hex(rest.slice(0, 3)) }, rest.slice(3));
  return style;
}

/** The 256-colour table: 16 named, a 6 × 6 × 6 cube, 24 greys. */
function indexed(index: number): string {
  if (index < 16) return String(index);
  if (index >= 232) return hex(Array.from({ length: 3 }, () => 8 + 10 * (index - 232)));
  const cube = index - 16;
  return hex([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) => (step === 0 ? 0 : 55 + 40 * step)));
}

const hex = (rgb: readonly number[]): string => `#${[0, 1, 2].map((i) => Math.min(255, Math.max(0, Math.round(rgb[i] || 0))).toString(16).padStart(2, "0")).join("")}`;
