// Formulas between dollar signs, as notebooks write them: $…$ within a line, $$…$$ on its own.
import katex from "katex";
import type { MarkdownIt } from "markdown-it";
import type { Trusted } from "./trusted";

type InlineRule = Parameters<MarkdownIt["inline"]["ruler"]["after"]>[2];
type BlockRule = Parameters<MarkdownIt["block"]["ruler"]["after"]>[2];

export function useMath(markdown: MarkdownIt, trusted: Trusted): void {
  markdown.inline.ruler.after("escape", "math", inlineMath);
  markdown.block.ruler.after("blockquote", "math_block", blockMath, { alt: ["paragraph", "reference", "blockquote", "list"] });
  markdown.renderer.rules["math"] = (tokens, index) => trusted.hold(formula(tokens[index]?.content ?? "", tokens[index]?.markup === "$$"));
  markdown.renderer.rules["math_block"] = (tokens, index) => `<div>${trusted.hold(formula(tokens[index]?.content ?? "", true))}</div>\n`;
}

/** HTML to see and MathML to hear. A wrong formula shows in red, with its reason. */
export function formula(source: string, displayMode: boolean): string {
  return katex.renderToString(source, { displayMode, throwOnError: false, strict: false, trust: false });
}

/** As in Pandoc: no blank after the first dollar and before the last, no digit after it, so that prices stay prices. */
const inlineMath: InlineRule = (state, silent) => {
  const found = /^(?:\$\$([^$]+?)\$\$|\$(?!\s)((?:\\[^]|[^\\$])+?)(?<!\s)\$(?!\d))/.exec(state.src.slice(state.pos, state.posMax));
  if (!found) return false;
  if (!silent) {
    const token = state.push("math", "math", 0);
    token.content = found[1] ?? found[2] ?? "";
    token.markup = found[1] === undefined ? "$" : "$$";
  }
  state.pos += found[0].length;
  return true;
};

const blockMath: BlockRule = (state, start, end, silent) => {
  const lineAt = (line: number): string => state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
  if (!lineAt(start).startsWith("$$")) return false;
  const lines = [lineAt(start).slice(2)];
  let line = start;
  while (!/\$\$\s*$/.test(lines.at(-1) ?? "")) {
    if (++line >= end || (state.sCount[line] ?? 0) < state.blkIndent) return false;
    lines.push(lineAt(line));
  }
  if (silent) return true;
  const token = state.push("math_block", "math", 0);
  token.block = true;
  token.content = lines.join("\n").replace(/\$\$\s*$/, "");
  token.map = [start, line + 1];
  state.line = line + 1;
  return true;
};
