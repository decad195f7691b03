// Widgets as a page without a kernel shows them: their values, and what their outputs held. Nothing moves.
import { readOutput } from "../notebook";
import type { SavedWidget } from "../widgets";
import { escapeHtml } from "./escape";
import type { MarkdownRenderer } from "./markdown";
import { outputHtml } from "./output";
import { sanitized } from "./sanitize";

export type SavedWidgets = ReadonlyMap<string, SavedWidget>;

const DEEPEST = 12; // boxes may name each other in a circle
const REFERENCE = "IPY_MODEL_";

/** Empty for a sort that only its own code can draw. */
export function widgetHtml(view: unknown, widgets: SavedWidgets, markdown: MarkdownRenderer, depth = 0): string {
  const id = typeof view === "object" && view !== null && "model_id" in view ? String(view.model_id) : "";
  const widget = widgets.get(id);
  if (!widget || depth > DEEPEST) return "";
  const { model_name: model, state } = widget;
  if (model === "OutputModel") return list(state["outputs"]).flatMap((each) => readOutput(each) ?? []).map((each) => outputHtml(each, markdown, (inner) => widgetHtml(inner, widgets, markdown, depth + 1))).join("\n");
  if ("children" in state) return childrenHtml(state, (child) => widgetHtml({ model_id: child }, widgets, markdown, depth + 1));
  if (model === "HTMLModel" || model === "HTMLMathModel") return sanitized(String(state["value"]));
  return controlHtml(model, state);
}

function childrenHtml(state: Record<string, unknown>, html: (id: string) => string): string {
  const titles = list(state["titles"]).map(String);
  const parts = list(state["children"]).map((child, index) => {
    const title = titles[index] ? `<p><strong>${escapeHtml(titles[index])}</strong></p>` : "";
    return title + html(String(child).replace(REFERENCE, ""));
  });
  return `<div class="widget-box">${parts.join("\n")}</div>`;
}

/** Label and value; buttons and custom widgets have nothing to say without a kernel. */
function controlHtml(model: string, state: Record<string, unknown>): string {
  const description = String(state["description"] ?? "").trim();
  const value = valueText(state);
  if (model === "PasswordModel" || (value === undefined && description === "")) return "";
  return `<p class="widget">${escapeHtml(description)}${value === undefined ? "" : ` <output>${escapeHtml(value)}</output>`}</p>`;
}

function valueText(state: Record<string, unknown>): string | undefined {
  const labels = list(state["_options_labels"]);
  if (labels.length > 0) return [state["index"]].flat().map((index) => String(labels[Number(index ?? -1)] ?? "")).join(", ");
  const { value } = state;
  return value === undefined || (typeof value === "object" && !Array.isArray(value)) ? undefined : [value].flat().map(String).join(" – ");
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
