// The state of a run's widgets, gathered from their comms, as notebooks store it for pages without a kernel.
import type { JsonObject, Message } from "../protocol";
import type { Notebook } from "./notebook";

const MIME = "application/vnd.jupyter.widget-state+json";

interface StoredBuffer { path: (string | number)[]; encoding: "base64"; data: string }
interface Model { state: JsonObject; buffers: StoredBuffer[] }

/** One widget of a notebook's metadata. */
export interface SavedWidget { model_name: string; state: JsonObject }

export class WidgetStates {
  private readonly models = new Map<string, Model>();

  /** Takes what concerns widgets from an iopub message; everything else is left. */
  collect({ header, content, buffers }: Message): void {
    const id = String(content["comm_id"] ?? "");
    const data = record(content["data"]);
    if (header.msg_type === "comm_open" && content["target_name"] === "jupyter.widget") this.models.set(id, { state: {}, buffers: [] });
    if (header.msg_type === "comm_close") this.models.delete(id);
    const model = header.msg_type.startsWith("comm_") ? this.models.get(id) : undefined;
    if (model && "state" in data) merge(model, record(data["state"]), data["buffer_paths"], buffers);
  }

  /** Puts the state into the notebook's metadata; that of an earlier run goes. */
  record(notebook: Notebook): void {
    const { widgets: _, ...metadata } = notebook.metadata;
    notebook.metadata = this.models.size > 0 ? { ...metadata, widgets: { [MIME]: { version_major: 2, version_minor: 0, state: this.saved() } } } : metadata;
  }

  private saved(): JsonObject {
    const entries = [...this.models].map(([id, { state, buffers }]) => {
      const names = { model_name: state["_model_name"], model_module: state["_model_module"], model_module_version: state["_model_module_version"] };
      return [id, { ...names, state, ...(buffers.length > 0 ? { buffers } : {}) }] as const;
    });
    return Object.fromEntries(entries);
  }
}

/** A field that is set anew loses its earlier buffers. */
function merge(model: Model, patch: JsonObject, paths: unknown, buffers: readonly Buffer[]): void {
  const stored = (Array.isArray(paths) ? paths : []).flatMap((path: unknown, index): StoredBuffer[] => {
    const data = buffers[index];
    return Array.isArray(path) && data ? [{ path: path.map((key) => (typeof key === "number" ? key : String(key))), encoding: "base64", data: data.toString("base64") }] : [];
  });
  const renewed = new Set([...Object.keys(patch), ...stored.map(({ path }) => String(path[0]))]);
  model.buffers = [...model.buffers.filter(({ path }) => !renewed.has(String(path[0]))), ...stored];
  Object.assign(model.state, patch);
}

/** The widgets that a notebook's metadata hold, by model id. */
export function savedWidgets({ metadata }: Notebook): ReadonlyMap<string, SavedWidget> {
  const states = record(record(record(metadata["widgets"])[MIME])["state"]);
  return new Map(Object.entries(states).map(([id, model]) => [id, { model_name: String(record(model)["model_name"]), state: record(record(model)["state"]) }]));
}

const record = (value: unknown): JsonObject => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});
