// The frame of a page: its policy, its assets, its head and foot.
import { escapeHtml } from "./escape";

export interface Page {
  title: string;
  /** "en", "zh-CN". */
  lang: string;
  /** From the page to the site's root: "", "../". */
  root: string;
  /** HTML between logo and foot. */
  header: string;
  body: string;
}

/**
 * Nothing loads from the net, and no script runs but the site's own files; `file:` is there for browsers in which 'self' is not a
 * local file. KaTeX and Plotly set styles on elements.
 */
const POLICY = [
  "default-src 'none'", "script-src 'self' file:", "style-src 'self' file: 'unsafe-inline'", "img-src 'self' file: data: blob:", "media-src data:", "font-src 'self' file: data:",
  "base-uri 'none'", "form-action 'none'",
].join("; ");

export function pageHtml({ title, lang, root, header, body }: Page): string {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}assets/katex.min.css">
<link rel="stylesheet" href="${root}assets/page.css">
<script src="${root}assets/page.js" defer></script>
</head>
<body>
<header class="site">${header}</header>
<main>
${body}
</main>
<footer>Cellwright</footer>
</body>
</html>
`;
}
