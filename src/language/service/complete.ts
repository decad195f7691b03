// Completion: what TypeScript offers at a place of a cell, and the session's names.
import { type CompletionItem, CompletionItemKind, type CompletionList, type Position, type Range } from "vscode-languageserver-types";
import type { DeclarationKind } from "./declarations";
import { offsetAt, positionAt } from "./positions";
import type { Scope } from "./scope";
import type { TypeServer } from "./server";

export interface Completion {
  text: string;
  /** "function", "class", "property", "module", …, as Jupyter's front ends draw them. */
  type: string;
  signature?: string;
}

export interface Completions {
  /** What an accepted completion replaces, in UTF-16 units: from `start` to the cursor. */
  start: number;
  items: Completion[];
  /** The place takes any name, not a member's, a property's or an export's. */
  anyName: boolean;
}

export async function complete(server: TypeServer, scope: Scope, source: string, offset: number): Promise<Completions> {
  const { text, lines } = scope.draft(source);
  await server.show("draft", text);
  const position = positionAt(source, offset, lines);
  const answer = await server.request<CompletionList | CompletionItem[] | null>("textDocument/completion", { textDocument: { uri: server.workspace.uri("draft") }, position, context: { triggerKind: 1 } });
  const offered = Array.isArray(answer) ? answer : (answer?.items ?? []);
  const usual = Array.isArray(answer) ? undefined : startOfRange(answer?.itemDefaults?.editRange);
  const startOf = ({ textEdit }: CompletionItem): number => {
    const place = startOfRange(textEdit) ?? usual;
    return place ? offsetAt(source, place, lines) : wordStart(source, offset);
  };
  const start = offered.length > 0 ? Math.max(...offered.map(startOf)) : wordStart(source, offset);
  const fitting = offered.filter((item) => startOf(item) === start && !isOurs(item)); // Jupyter replaces one range, whichever is chosen
  const anyName = offered.some(({ label }) => label === "globalThis"); // which TypeScript offers there and nowhere else
  const own = anyName ? [...scope.names()].map(([name, kind]) => ({ text: name, type: SESSION_TYPES[kind] })) : [];
  return { start, anyName, items: matching([...own, ...fitting.toSorted(bySortText).map(completionOf)], source.slice(start, offset)) };
}

type Edit = Range | { range: Range } | { insert: Range } | undefined;

function startOfRange(edit: Edit): Position | undefined {
  if (!edit) return undefined;
  if ("start" in edit) return edit.start;
  return "range" in edit ? edit.range.start : edit.insert.start;
}

/** Where the identifier that ends at `offset` begins. */
export function wordStart(source: string, offset: number): number {
  return offset - (/[\p{ID_Continue}$]*$/u.exec(source.slice(0, offset))?.[0].length ?? 0);
}

/** Those that begin with the prefix: in its case, then in another; each name once, the first that gives it. */
export function matching(items: Completion[], prefix: string): Completion[] {
  const byName = new Map<string, Completion>();
  for (const item of items) if (!byName.has(item.text) && !item.text.startsWith("__")) byName.set(item.text, item);
  const all = [...byName.values()];
  const exact = all.filter(({ text }) => text.startsWith(prefix));
  const loose = all.filter(({ text }) => !text.startsWith(prefix) && text.toLowerCase().startsWith(prefix.toLowerCase()));
  return [...exact, ...loose];
}

const SESSION_TYPES: Record<DeclarationKind, string> = { variable: "instance", constant: "instance", function: "function", class: "class", enum: "enum", module: "module", type: "interface" };

/** The files of the workspace, which lie beside the notebook's to TypeScript. */
const isOurs = ({ label, kind }: CompletionItem): boolean => kind === CompletionItemKind.File && /^(cell_\d+|current|draft|scope|globals|defaults\.json)$/.test(label);

const bySortText = (a: CompletionItem, b: CompletionItem): number => compare(a.sortText ?? a.label, b.sortText ?? b.label) || compare(a.label, b.label);
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function completionOf({ label, insertText, textEdit, kind, labelDetails }: CompletionItem): Completion {
  const text = insertText ?? textEdit?.newText ?? label.replace(/\?$/, "");
  return { text, type: TYPES[kind ?? CompletionItemKind.Text] ?? "text", ...(labelDetails?.detail && { signature: labelDetails.detail }) };
}

const TYPES: Partial<Record<CompletionItemKind, string>> = {
  [CompletionItemKind.Method]: "function", [CompletionItemKind.Function]: "function", [CompletionItemKind.Constructor]: "function",
  [CompletionItemKind.Field]: "property", [CompletionItemKind.Property]: "property", [CompletionItemKind.EnumMember]: "property",
  [CompletionItemKind.Variable]: "instance", [CompletionItemKind.Constant]: "instance", [CompletionItemKind.Value]: "instance",
  [CompletionItemKind.Class]: "class", [CompletionItemKind.Struct]: "class", [CompletionItemKind.Interface]: "interface", [CompletionItemKind.TypeParameter]: "interface",
  [CompletionItemKind.Module]: "module", [CompletionItemKind.File]: "path", [CompletionItemKind.Folder]: "path",
  [CompletionItemKind.Keyword]: "keyword", [CompletionItemKind.Enum]: "enum",
};
