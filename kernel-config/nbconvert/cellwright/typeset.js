// Typesets the page's formulas with KaTeX.
document.addEventListener("DOMContentLoaded", () => {
  const environments = ["equation", "equation*", "align", "align*", "gather", "gather*", "alignat", "alignat*", "CD"];
  const displayed = environments.map((name) => ({ left: `\\begin{${name}}`, right: `\\end{${name}}`, display: true }));
  const dollars = [{ left: "$$", right: "$$", display: true }, { left: "$", right: "$", display: false }];
  const brackets = [{ left: "\\[", right: "\\]", display: true }, { left: "\\(", right: "\\)", display: false }];
  for (const place of document.querySelectorAll(".jp-RenderedMarkdown, .jp-RenderedLatex, .jp-RenderedHTML"))
    renderMathInElement(place, { delimiters: [...displayed, ...dollars, ...brackets], throwOnError: false });
});
