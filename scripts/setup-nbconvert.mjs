// Makes the nbconvert template "cellwright" in .cellwright/share/jupyter: the template's own files, and KaTeX, Mermaid and
// Plotly from node_modules made ready to stand inside a page. Safe to run again.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "kernel-config", "nbconvert", "cellwright");
const target = join(root, ".cellwright", "share", "jupyter", "nbconvert", "templates", "cellwright");
const { resolve } = createRequire(import.meta.url);

/** @returns {string} the template's folder; nbconvert finds it with JUPYTER_PATH=.cellwright/share/jupyter. */
export function setupNbconvert() {
  mkdirSync(join(target, "static"), { recursive: true });
  for (const file of ["index.html.j2", "conf.json"]) cpSync(join(source, file), join(target, file));
  for (const [name, text] of Object.entries(assets())) writeFileSync(join(target, "static", name), text);
  return target;
}

function assets() {
  const katex = join(dirname(resolve("katex/package.json")), "dist");
  return {
    "katex.css": withFonts(katex),
    "katex.js": inPage(read(katex, "katex.min.js") + ";\n" + read(katex, "contrib", "auto-render.min.js")),
    // Left alone it draws every chart when the page has loaded, while the lab template draws them too.
    "mermaid.js": inPage(read(dirname(resolve("mermaid")), "mermaid.min.js") + ";\nmermaid.initialize({ startOnLoad: false });"),
    "plotly.js": inPage(withoutMaps(read(dirname(resolve("plotly.js-dist-min/package.json")), "plotly.min.js"))),
    "typeset.js": read(source, "typeset.js"),
    "figures.js": read(source, "figures.js"),
  };
}

const read = (...path) => readFileSync(join(...path), "utf8");

/** The stylesheet with its fonts inside; every browser that reads the page knows woff2. */
function withFonts(katex) {
  return read(katex, "katex.min.css").replace(/src:url\(fonts\/([\w-]+\.woff2)\)[^;}]*/g, (_, name) => {
    const font = readFileSync(join(katex, "fonts", name)).toString("base64");
    return `src:url(data:font/woff2;base64,${font}) format("woff2")`;
  });
}

/** A script's text ends at the first closing tag, even inside a string. */
const inPage = (script) => script.replace(/<\/script/gi, "<\\/script").replace(/<!--/g, "<\\!--");

/** Plotly names servers for geographical maps and their icons; an export asks no server. */
const withoutMaps = (script) => script.replace(/https:\/\/(cdn\.plot\.ly|cdn\.jsdelivr\.net|[a-z.]*basemaps\.cartocdn\.com)\//g, "/");

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(`nbconvert template: ${setupNbconvert()}`);
