// Names and versions of the Jupyter widget protocol that JupyterLab's manager (ipywidgets 8, jupyterlab_widgets 3) takes.

export const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";
export const TARGET = "jupyter.widget";
export const CONTROL_TARGET = "jupyter.widget.control";

/** Of the messages on `jupyter.widget`: state patches with buffers, echo_update. */
export const PROTOCOL_VERSION = "2.1.0";
export const CONTROL_VERSION = "1.0.0";

export interface FrontEndModule { name: string; version: string }
export const BASE: FrontEndModule = { name: "@jupyter-widgets/base", version: "2.0.0" };
export const CONTROLS: FrontEndModule = { name: "@jupyter-widgets/controls", version: "2.0.0" };
export const OUTPUT: FrontEndModule = { name: "@jupyter-widgets/output", version: "1.0.0" };

/** @throws {Error} if the front end speaks another major version. */
export function requireVersion(metadata: Record<string, unknown>, ours: string, what: string): void {
  const theirs = String(metadata["version"] ?? "");
  if (theirs.split(".")[0] !== ours.split(".")[0]) throw new Error(`the front end speaks version ${theirs || "(none)"} of the ${what}; this library speaks ${ours}`);
}
