// Which lesson builds on which, as a Mermaid chart: for the site's first page and for notebooks/README.md.

/** A lesson as the chart shows it. */
export interface Step {
  /** The lesson's file: "04-mathematics". */
  name: string;
  /** One a language that the chart shows. */
  titles: readonly string[];
  /** The lessons that it builds on, by name. */
  buildsOn: readonly string[];
}

/** Each lesson behind those that it builds on; from left to right, for many stand side by side. Undefined where none builds on another. */
export function learningPath(steps: readonly Step[]): string | undefined {
  const place = new Map(steps.map(({ name }, i) => [name, i]));
  const arrows = steps.flatMap(({ name, buildsOn }) => buildsOn.filter((before) => place.has(before)).map((before) => `  n${place.get(before)} --> n${place.get(name)}`));
  if (arrows.length === 0) return undefined;
  const heads = steps.flatMap(({ titles }) => titles.map(headOf));
  const label = (title: string): string => (heads.filter((head) => head === headOf(title)).length > 1 ? tailOf(title) : headOf(title)).replaceAll('"', "'");
  const nodes = steps.map(({ titles }, i) => `  n${i}["${[...new Set(titles.map(label))].join(" / ")}"]`);
  return ["flowchart LR", "  accDescr: Which lesson builds on which", ...nodes, ...arrows].join("\n");
}

/** "4 · The mathematics: activations, losses" → "4 · The mathematics". */
const headOf = (title: string): string => title.split(/[:：,，]/)[0] ?? "";

/** Where several lessons begin alike: "6 · Applications: finance" → "6 · finance". */
const tailOf = (title: string): string => title.replace(/^(\d+ · )?.*?[:：]\s*/, "$1");
