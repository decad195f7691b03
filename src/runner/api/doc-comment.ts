// A doc comment as it is shown: its text, and its tags as a list.

const TAG = /(?:^|\s)@(param|returns|throws|example|see|default|deprecated)\b\s*/;
const WORDS: Record<string, string> = { param: "", returns: "Returns", throws: "Throws", example: "Example:", see: "See", default: "Default:", deprecated: "Deprecated:" };

/** The comment's lines without their stars: `* text\n * more ` → `text\nmore`. */
export const plainDoc = (comment: string): string => comment.replace(/^\*/, "").split("\n").map((line) => line.replace(/^\s*\*? ?/, "")).join("\n").trim();

/** Markdown: the text, then a point for each tag. */
export function docMarkdown(doc: string): string {
  const [text = "", ...tags] = doc.split(TAG);
  const points = tags.flatMap((tag, index) => (index % 2 === 0 ? [point(tag, tags[index + 1] ?? "")] : []));
  return [text.trim(), points.join("\n")].filter(Boolean).join("\n\n");
}

function point(tag: string, text: string): string {
  const [, name = "", rest = text] = tag === "param" ? /^(\S+)\s*([^]*)$/.exec(text) ?? [] : tag === "throws" ? /^\{([^}]*)\}\s*([^]*)$/.exec(text) ?? [] : [];
  const words = [WORDS[tag], name && `\`${name}\``, rest.trim().replace(/\n/g, " ")];
  return `- ${words.filter(Boolean).join(" ")}`;
}

/** What stands in a list of names: up to the first full stop, colon or semicolon outside of code. */
export function firstSentence(doc: string): string {
  const [text = ""] = doc.split(TAG);
  const [sentence = ""] = /^(?:`[^`]*`|[^`])*?(?:[.:;](?=\s|$)|$)/.exec(text.trim().replace(/\s*\n\s*/g, " ")) ?? [];
  return sentence.replace(/[:;]$/, "");
}
