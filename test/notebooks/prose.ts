// What a lesson's prose says: formulas, numbers that look measured, which language it is in.
import katex from "katex";

const fences = /```[\s\S]*?```|`[^`\n]*`/g;
const formulas = /\$\$([\s\S]+?)\$\$|\$((?:\\\$|[^$\n])+?)\$/g;

const withoutCode = (markdown: string): string => markdown.replace(fences, " ");
export const formulasOf = (markdown: string): string[] => [...withoutCode(markdown).matchAll(formulas)].map((match) => match[1] ?? match[2] ?? "");

/** KaTeX's complaint about each formula that it cannot set, and dollar signs left over. */
export function formulaProblems(markdown: string): string[] {
  const rest = withoutCode(markdown).replace(formulas, " ");
  const dangling = /(?<!\\)\$/.test(rest) ? [`a formula that is not closed: ${rest.slice(rest.indexOf("$"), rest.indexOf("$") + 40)}`] : [];
  return [...formulasOf(markdown).flatMap(complaint), ...dangling];
}

function complaint(formula: string): string[] {
  try {
    katex.renderToString(formula, { throwOnError: true, strict: (code) => (code === "unicodeTextInMathMode" ? "ignore" : "error") });
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** The words alone: no code, formulas, links' addresses, tags. */
export const words = (markdown: string): string => withoutCode(markdown).replace(formulas, " ").replace(/\]\([^)]*\)/g, "]").replace(/<[^>]+>/g, " ");

// what a number may be without having been computed here
const named = [
  /(?:sections?|chapters?|figures?|tables?|lessons?|exercises?|versions?|Node|Python|TypeScript|PyTorch|TensorFlow(?:\.js)?)\s*v?\d+(?:\.\d+)*/gi,
  /(?:第|原文|文章)\s*\d+(?:\.\d+)*\s*(?:节|章)?|\d+\.\d+(?:\.\d+)*\s*节/g,
  /arXiv:\d+\.\d+/g,
  /(?:CC|BSD|Apache|MIT|GPL)[- ](?:BY[- ])?\d+(?:\.\d+)?/g,
];

/** Decimals, percentages and quantities with a unit of time, memory or speed: numbers that only a cell may state. */
export function measuredNumbers(markdown: string): string[] {
  const text = named.reduce((rest, pattern) => rest.replace(pattern, " "), words(markdown));
  return text.match(/\d+\.\d+|\d+(?:,\d{3})+|\d+\s?[%％]|\d+\s?(?:ms|毫秒|MB|GB|tokens\/s)(?![A-Za-z])/g) ?? [];
}

/** Share of Chinese characters among all letters. */
export function hanShare(markdown: string): number {
  const letters = words(markdown).match(/\p{L}/gu) ?? [];
  return letters.length === 0 ? 0 : letters.filter((letter) => /\p{Script=Han}/u.test(letter)).length / letters.length;
}
