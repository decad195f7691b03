// Source code with its syntax coloured, at build time.
import highlighter from "highlight.js/lib/common";
import { escapeHtml } from "./escape";

/** @param language by any of its names; unknown ones stay plain. */
export function codeHtml(source: string, language: string): string {
  const known = highlighter.getLanguage(language) !== undefined;
  const html = known ? highlighter.highlight(source, { language, ignoreIllegals: true }).value : escapeHtml(source);
  return `<pre class="code"><code>${html}</code></pre>`;
}
