// Inspection: the type and the doc comment of what is at the cursor, and the signature of the call around it.
import { type Hover, MarkupContent, type MarkupKind, type SignatureHelp, type SignatureInformation } from "vscode-languageserver-types";
import { positionAt } from "./positions";
import type { Scope } from "./scope";
import type { TypeServer } from "./server";

export interface Inspection {
  markdown: string;
  plain: string;
}

export async function inspect(server: TypeServer, scope: Scope, source: string, offset: number): Promise<Inspection | undefined> {
  const { text, lines } = scope.draft(source);
  await server.show("draft", text);
  const at = { textDocument: { uri: server.workspace.uri("draft") }, position: positionAt(source, offset, lines) };
  const [hover, help] = await Promise.all([server.request<Hover | null>("textDocument/hover", at), server.request<SignatureHelp | null>("textDocument/signatureHelp", at)]);
  const parts = [help && signature(help), hover && markdownOf(hover.contents)].filter((part) => typeof part === "string" && part !== "");
  if (parts.length === 0) return undefined;
  const markdown = parts.join("\n\n");
  return { markdown, plain: plainOf(markdown) };
}

/** What TypeScript says of a name that it cannot find. */
const UNKNOWN = "```typescript\nany\n```";

/** Hovering over a name of an earlier cell says that it is an import, which the user did not write. */
function markdownOf(contents: Hover["contents"]): string {
  if (!MarkupContent.is(contents)) return "";
  if (contents.value.trim() === UNKNOWN) return "";
  return contents.value.replace(/^```typescript\n\(alias\) /, "```typescript\n").replace(/\nimport \S+(?=\n```)/, "").trim();
}

function signature({ signatures, activeSignature, activeParameter }: SignatureHelp): string | undefined {
  const active = signatures[activeSignature ?? 0];
  if (!active) return undefined;
  const more = signatures.length > 1 ? `\n// and ${signatures.length - 1} more` : "";
  const parameter = parameterAt(active, active.activeParameter ?? activeParameter ?? 0);
  return [`\`\`\`typescript\n${active.label}${more}\n\`\`\``, parameter, documentation(active.documentation)].filter(Boolean).join("\n\n");
}

function parameterAt({ label, parameters }: SignatureInformation, place: number): string | undefined {
  const parameter = parameters?.[place];
  if (!parameter) return undefined;
  const name = typeof parameter.label === "string" ? parameter.label : label.slice(...parameter.label);
  const described = documentation(parameter.documentation);
  return `**${name}**${described ? `: ${described}` : ""}`;
}

const documentation = (text: string | { kind: MarkupKind; value: string } | undefined): string => (typeof text === "string" ? text : (text?.value ?? "")).trim();

const plainOf = (markdown: string): string => markdown.replace(/^```\w*\n?/gm, "").replace(/\*\*?(@?[^*\n]+)\*\*?/g, "$1").replace(/\n{3,}/g, "\n\n").trim();
