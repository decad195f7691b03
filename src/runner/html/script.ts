// The pages' script: makes figures live when they come near, tables sortable. Pages are whole without it.

/** Plain JavaScript, written out: what a compiler adds to functions would not run in the browser. */
export const SCRIPT = `"use strict";
(() => {
  const base = document.currentScript.src.replace(/[^/]*$/, "");
  let plotly;
  const loadPlotly = () => plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = base + "plotly.min.js";
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });

  /** A figure that leaves its texts grey takes the page's own colour, in the light and in the dark. */
  const GREY = "#767676";
  const ownColour = () => getComputedStyle(document.body).color;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const followTheme = (target, Plotly) => dark.addEventListener("change", () => Plotly.relayout(target, { "font.color": ownColour() }));

  /** The picture stays until the live figure is drawn, and for good if it cannot be. */
  const enliven = async (figure) => {
    const spec = JSON.parse(figure.querySelector("script").textContent);
    const Plotly = await loadPlotly();
    const quiet = spec.layout?.font?.color === GREY;
    if (quiet) spec.layout.font.color = ownColour();
    const target = document.createElement("div");
    target.setAttribute("role", "img");
    target.setAttribute("aria-label", figure.dataset.alt);
    target.style.width = "100%";
    const still = figure.querySelector("img, pre");
    still.before(target);
    try {
      await Plotly.newPlot(target, spec.data, { ...spec.layout, autosize: true, width: undefined }, { ...spec.config, displaylogo: false, responsive: true });
      if (spec.frames) await Plotly.addFrames(target, spec.frames);
      if (quiet) followTheme(target, Plotly);
      still.hidden = true;
      figure.classList.add("live");
    } catch {
      target.remove();
    }
  };
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { near.unobserve(entry.target); enliven(entry.target); }
  }, { rootMargin: "800px" });
  for (const figure of document.querySelectorAll("figure.plot")) near.observe(figure);

  const search = document.querySelector(".api-search");
  if (search) search.oninput = () => {
    const wanted = search.value.trim().toLowerCase();
    for (const item of document.querySelectorAll("ul.api li[data-name]")) item.hidden = !item.dataset.name.includes(wanted);
  };

  const compare = (a, b) => a !== "" && b !== "" && !isNaN(a) && !isNaN(b) ? a - b : a.localeCompare(b, undefined, { numeric: true });
  const sortable = (table) => {
    const body = table.tBodies[0];
    const heads = [...table.querySelectorAll("thead th")];
    if (!body || body.rows.length < 2) return;
    heads.forEach((head, column) => {
      const sort = () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const key = (row) => row.cells[column]?.textContent.trim() ?? "";
        body.append(...[...body.rows].sort((a, b) => compare(key(a), key(b)) * (up ? 1 : -1)));
      };
      head.dataset.sortable = "";
      head.tabIndex = 0;
      head.onclick = sort;
      head.onkeydown = (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); } };
    });
  };
  for (const table of document.querySelectorAll(".cellwright-table table")) sortable(table);
})();
`;
