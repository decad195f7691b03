// What a lesson's code says, read from its syntax tree: names declared, calls, strings that a learner sees.
import { parseSync } from "oxc-parser";
import { plot } from "../../src/display";

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

function children(node: Node): Node[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []));
}

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) yield* walk(child);
}

function parse(source: string): Node {
  const { program, errors } = parseSync("cell.ts", source, { sourceType: "module" });
  if (errors[0]) throw new Error(`${errors[0].message} in:\n${source}`);
  return JSON.parse(JSON.stringify(program));
}

/** Names that a cell declares at its top level, imports included. */
export function declaredNames(source: string): string[] {
  const body = parse(source).body;
  return (Array.isArray(body) ? body.filter(isNode) : []).flatMap((statement) => boundBy(statement));
}

function boundBy(statement: Node): string[] {
  if (statement.type === "ImportDeclaration") return children(statement).flatMap((part) => (isNode(part.local) ? patternNames(part.local) : []));
  if (statement.type === "VariableDeclaration") return children(statement).flatMap((part) => (isNode(part.id) ? patternNames(part.id) : []));
  return /Declaration$/.test(statement.type) && isNode(statement.id) ? patternNames(statement.id) : [];
}

function patternNames(pattern: Node): string[] {
  if (pattern.type === "Identifier") return [String(pattern.name)];
  if (pattern.type === "Property") return isNode(pattern.value) ? patternNames(pattern.value) : [];
  if (pattern.type === "AssignmentPattern") return isNode(pattern.left) ? patternNames(pattern.left) : [];
  return children(pattern).filter((part) => /Pattern|Property|Identifier|RestElement/.test(part.type) && part !== pattern.typeAnnotation).flatMap(patternNames);
}

/** Whether the name stands in the cell, other than as a property. */
export function mentions(source: string, name: string): boolean {
  const nodes = [...walk(parse(source))];
  const properties = new Set(nodes.flatMap((node) => (node.computed !== true && node.shorthand !== true ? [node.property, node.key] : []).filter(isNode)));
  return nodes.some((node) => node.type === "Identifier" && node.name === name && !properties.has(node));
}

export const usesTopLevelUsing = (source: string): boolean => {
  const body = parse(source).body;
  return Array.isArray(body) && body.some((statement) => isNode(statement) && /using/.test(String(statement.kind)));
};

/** Every call of `t`: the source of its two texts; a missing one is undefined. */
export function translations(source: string): { en?: string; zh?: string; start: number; end: number }[] {
  return calls(source, "t").map(({ node, args }) => {
    const text = (key: string): string | undefined => {
      const property = args[0] && children(args[0]).find((part) => part.type === "Property" && isNode(part.key) && part.key.name === key);
      return property && isNode(property.value) ? source.slice(property.value.start, property.value.end) : undefined;
    };
    return { en: text("en"), zh: text("zh"), start: node.start, end: node.end };
  });
}

interface Call {
  name: string;
  node: Node;
  args: Node[];
}

function calls(source: string, ...names: string[]): Call[] {
  const all = [...walk(parse(source))].map((node) => ({ node, name: node.type === "CallExpression" && isNode(node.callee) ? callee(node.callee) : "" }));
  return all.filter(({ name }) => names.includes(name)).map(({ node, name }) => ({ node, name, args: Array.isArray(node.arguments) ? node.arguments.filter(isNode) : [] }));
}

/** `plot` for plot(…), `plot.steps` for plot.steps(…). */
const callee = (node: Node): string => (isNode(node.object) && isNode(node.property) ? `${String(node.object.name)}.${String(node.property.name)}` : String(node.name));

/** How often the cell calls one of these functions. */
export const callCount = (source: string, ...names: string[]): number => calls(source, ...names).length;

export interface PlotCall {
  /** "plot", "plot.curves", … */
  kind: string;
  /** The keys written in its last argument. */
  keys: string[];
}

/** Each figure that the cell draws, whatever its kind. */
export function plotCalls(source: string): PlotCall[] {
  return calls(source, "plot", ...Object.keys(plot).map((kind) => `plot.${kind}`)).map(({ name, args }) => {
    const options = args.at(-1);
    return { kind: name, keys: options ? children(options).flatMap((part) => (isNode(part.key) ? [String(part.key.name)] : [])) : [] };
  });
}

/** Texts outside `t` that read as words to a learner: two words or more of three letters, or any Chinese. */
export function untranslated(source: string): string[] {
  const inside = translations(source);
  return [...walk(parse(source))]
    .filter((node) => (node.type === "Literal" && typeof node.value === "string") || node.type === "TemplateElement")
    .filter((node) => !inside.some(({ start, end }) => start <= node.start && node.end <= end))
    .map((node) => source.slice(node.start, node.end))
    .filter((text) => /[A-Za-z]{3,}[,.:;]? [A-Za-z]{3,}/.test(text) || /\p{Script=Han}/u.test(text));
}
