// Values to mime bundles, and what shows them: works under Cellwright, tslab, Deno's kernel and in a plain script.
export { display, isDisplayHandle, type Display, type DisplayOptions } from "./display";
export { plot, type Plot, type PlotTraces } from "./figure/plot";
export { Figure } from "./figure/figure";
export type { PlotOptions, Step, Trace } from "./figure/trace";
export type { FlatMatrix, Matrix, Values } from "./figure/matrix";
export type * from "./figure/kinds/types";
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
/** ipywidgets' controls, boxes and output: `widgets.IntSlider({ min: 0, max: 10 })`. */
export * as widgets from "./widgets";
export { anywidget, interact, interactive, link } from "./widgets";
export type { AnyModel, AnywidgetOptions, Render } from "./widgets/anywidget";
export type { Interactive, InteractOptions } from "./widgets/interact";
export type { Link } from "./widgets/link";
export type { Change, Live } from "./widgets/widget";
export { DISPLAY, type Displayable, type DisplayHandle, type MimeBundle, type Rendered } from "./types";
