// The pages' style: one column, readable on a phone, in the dark and on paper.
export const STYLE = `
:root { color-scheme: light dark; --page: #fff; --text: #1d1f23; --quiet: #5c626b; --line: #dfe2e6; --code: #f6f7f9; --link: #0b5cad; --bad: #b3261e; --bad-page: #fdf1f0;
  --keyword: #8250a8; --string: #0a6b4b; --number: #a04600; --comment: #626972; --name: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --page: #15171a; --text: #e4e6e9; --quiet: #a2a8b1; --line: #34383e; --code: #1f2226; --link: #7db7f5; --bad: #ff9d94; --bad-page: #33201f;
  --keyword: #cfa3ef; --string: #7ed6ae; --number: #f0b27a; --comment: #9aa1aa; --name: #8fc1f7; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.65 system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; overflow-wrap: break-word; }
header.site, main, footer { max-width: 52rem; margin: 0 auto; padding: 0 1rem; }
header.site { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding-top: .75rem; padding-bottom: .75rem; border-bottom: 1px solid var(--line); font-size: .9rem; }
header.site .ran { margin-left: auto; color: var(--quiet); }
footer { color: var(--quiet); font-size: .85rem; padding: 2rem 1rem; }
a { color: var(--link); } a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
h1, h2, h3 { line-height: 1.25; margin: 2.2rem 0 .8rem; scroll-margin-top: 1rem; } h1 { font-size: 1.8rem; } h2 { font-size: 1.4rem; } h3 { font-size: 1.15rem; }
pre, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; font-size: .86em; }
pre { overflow: auto; margin: .8rem 0; padding: .7rem .9rem; border-radius: 6px; line-height: 1.5; } pre code { font-size: inherit; }
:not(pre) > code { background: var(--code); padding: .1em .3em; border-radius: 4px; }
pre.code { background: var(--code); border: 1px solid var(--line); }
.output { overflow-x: auto; } pre.output, .output pre { max-height: 32rem; padding: .4rem .9rem; border-left: 3px solid var(--line); border-radius: 0; white-space: pre-wrap; }
pre.stderr { border-color: #c98a00; } pre.error { border-color: var(--bad); background: var(--bad-page); white-space: pre; }
img, svg, video { max-width: 100%; height: auto; } audio { max-width: 100%; } figure { margin: 1rem 0; } figure.plot > div { width: 100%; }
table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; max-width: 100%; } th, td { padding: .35rem .7rem; border-bottom: 1px solid var(--line); } th { text-align: left; }
.cellwright-table table { max-height: 32rem; overflow-y: auto; } th[data-sortable] { cursor: pointer; } th[aria-sort=ascending]::after { content: " ↑"; } th[aria-sort=descending]::after { content: " ↓"; }
caption { text-align: left; color: var(--quiet); padding-bottom: .4rem; }
ul.api { padding-left: 1.2rem; } ul.api .ran { color: var(--quiet); font-size: .85rem; } pre.code a { color: inherit; }
input[type=search] { font: inherit; max-width: 100%; padding: .3rem .6rem; border: 1px solid var(--quiet); border-radius: 6px; background: var(--page); color: var(--text); }
blockquote { margin: 1rem 0; padding: 0 1rem; border-left: 3px solid var(--line); color: var(--quiet); }
details { margin: .8rem 0; padding: .4rem .9rem; border: 1px solid var(--line); border-radius: 6px; } summary { cursor: pointer; }
nav.contents ul { margin: .3rem 0; padding-left: 1.2rem; }
thead:not(:has(th:not(:empty))) { display: none; }
.katex { font-size: 1.08em; } .katex-display { overflow-x: auto; overflow-y: hidden; padding: .2rem 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); gap: 1rem; margin: 1.5rem 0; } .card { border: 1px solid var(--line); border-radius: 8px; padding: .4rem 1rem 1rem; }
.card h2 { font-size: 1.05rem; margin: .8rem 0 .3rem; } .card p { margin: .3rem 0; font-size: .92rem; } .card .ran { color: var(--quiet); font-size: .85rem; }
.failed { border-left: 3px solid var(--bad); background: var(--bad-page); padding: .6rem .9rem; }
.hljs-keyword, .hljs-literal, .hljs-type { color: var(--keyword); } .hljs-string, .hljs-regexp, .hljs-subst .hljs-string { color: var(--string); } .hljs-number, .hljs-symbol { color: var(--number); }
.hljs-comment { color: var(--comment); font-style: italic; } .hljs-title, .hljs-attr, .hljs-built_in { color: var(--name); }
.ansi-bold { font-weight: 700; } .ansi-dim { opacity: .7; } .ansi-italic { font-style: italic; } .ansi-underline { text-decoration: underline; } .ansi-inverse { background: var(--text); color: var(--page); }
${ansiColours()}
@media print { header.site, nav.contents { display: none; } body { font-size: 10.5pt; } main { max-width: none; padding: 0; } pre, .output pre, pre.output { max-height: none; white-space: pre-wrap; } details::details-content { content-visibility: visible; block-size: auto; }
  h1, h2, h3 { break-after: avoid; } figure, img, tr { break-inside: avoid; } }
`;

/** The sixteen terminal colours, dark enough for a light page and light enough for a dark one (4.5:1). */
function ansiColours(): string {
  const light = ["#1d1f23", "#b3261e", "#0a6b4b", "#7d5a00", "#0b5cad", "#8a3ea0", "#00677a", "#5c626b"];
  const dark = ["#e4e6e9", "#ff9d94", "#7ed6ae", "#e8c468", "#7db7f5", "#dba5ee", "#7fd4e4", "#a2a8b1"];
  const rules = (colours: readonly string[]): string => [...colours, ...colours].map((colour, i) => `.ansi-fg-${i}{color:${colour}}.ansi-bg-${i}{background:${colour};color:var(--page)}`).join("");
  return `${rules(light)}\n@media (prefers-color-scheme: dark) { ${rules(dark)} }`;
}
