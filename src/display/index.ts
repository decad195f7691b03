// Values to mime bundles, and what shows them: works under Cellwright, tslab, Deno's kernel and in a plain script.
export { display, isDisplayHandle, type Display, type DisplayOptions } from "./display";
export { plot, type Plot } from "./figure/plot";
export { Figure } from "./figure/figure";
export type { PlotOptions, Step, Trace } from "./figure/trace";
export { currentHost, type Captured, type DisplayHost } from "./host";
export { comms, type Comm, type CommContent, type CommHandler, type CommOpenOptions, type Comms, type CommTargetHandler } from "./comm";
export { displayable, METADATA } from "./hook";
export { inspectText } from "./inspect";
export { language, t, type Language } from "./language";
export { md, type Markdown } from "./markdown";
export { mermaid } from "./mermaid";
export { readable } from "./number";
export { progress, type Progress } from "./progress";
export { render, renderAsync } from "./render";
export { table, type Row, type TableOptions } from "./table";
export { html, svg, type TemplateTag } from "./tags";
export { DISPLAY, type Displayable, type DisplayHandle, type MimeBundle, type Rendered } from "./types";
