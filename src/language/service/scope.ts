// Which cell each name of the session comes from, and a cell's text as a module that sees those names.
import { type DeclarationKind, type Declarations, declarationsIn } from "./declarations";

/** A module's text; `lines` of it stand above the cell's own. */
export interface CellModule {
  text: string;
  lines: number;
  declarations: Declarations;
}

interface Origin {
  cell: number;
  kind: DeclarationKind;
}

export class Scope {
  readonly #origins = new Map<string, Origin>();

  /** The names that a cell can see, with what declares them. */
  names(): Map<string, DeclarationKind> {
    return new Map([...this.#origins].map(([name, { kind }]) => [name, kind]));
  }

  /** A cell that is being written. What it imports has one specifier, always: TypeScript then checks it without looking at other files again. */
  draft(source: string): CellModule {
    const declarations = declarationsIn(source);
    const seen = prelude(this.#seenBy(source, declarations).map(([name, { kind }]) => ({ name, kind, module: "./scope" })));
    return { text: `${browser(source)}\nexport type __scope = typeof import("./scope"); ${seen}\n${source}`, lines: 2, declarations };
  }

  /** A cell that has run, exporting what it declares; from now on its names are seen. */
  add(cell: number, source: string): string {
    const declarations = declarationsIn(source);
    const seen = prelude(this.#seenBy(source, declarations).map(([name, origin]) => ({ name, kind: origin.kind, module: moduleOf(origin.cell) })));
    for (const [name, kind] of declarations) this.#origins.set(name, { cell, kind });
    return `${browser(source)}\n${seen}\n${source}\n;export { ${[...declarations.keys()].join(", ")} };\n`;
  }

  /** The module `./scope`: every name of the session, from the cell that declared it last. */
  text(): string {
    const byCell = new Map<number, string[]>();
    for (const [name, { cell }] of this.#origins) byCell.set(cell, [...(byCell.get(cell) ?? []), name]);
    return `${[...byCell].map(([cell, names]) => `export { ${names.join(", ")} } from "${moduleOf(cell)}";`).join("\n")}\nexport {};\n`;
  }

  #seenBy(source: string, own: Declarations): [string, Origin][] {
    const words = new Set(source.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
    return [...words].flatMap((word): [string, Origin][] => {
      const origin = own.has(word) ? undefined : this.#origins.get(word);
      return origin ? [[word, origin]] : [];
    });
  }
}

/** The name of an executed cell's module. */
export const cellModule = (cell: number): string => `cell_${cell}`;

const moduleOf = (cell: number): string => `./${cellModule(cell)}`;

/** Code for the page, as a custom widget's, sees the DOM; other cells do not: Node has none, and its 20,000 declarations cost 5 ms a completion. */
const browser = (source: string): string => (/\b(?:document|window|anywidget|(?:HTML|SVG)\w*Element)\b/.test(source) ? '/// <reference lib="dom" />' : "");

/** On one line. An imported name cannot be assigned to: a variable is declared with the type of the export. */
function prelude(names: { name: string; kind: DeclarationKind; module: string }[]): string {
  return names.map(({ name, kind, module }) => (kind === "variable" ? `declare let ${name}: typeof import("${module}").${name};` : `import { ${name} } from "${module}";`)).join(" ");
}
