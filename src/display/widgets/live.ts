// The widgets that a host's front end knows, and what it may ask of them all.
import { CONTROL_TARGET, CONTROL_VERSION, PROTOCOL_VERSION, requireVersion, TARGET } from "./protocol";
import { restore, separate } from "./buffers";
import type { Comm, CommContent, Comms } from "../host";

export const REFERENCE = "IPY_MODEL_";
/** What is known of a widget here. */
export interface LiveWidget {
  readonly id: string;
  saved(): object;
}

type Adopt = (comm: Comm, state: Record<string, unknown>) => void;

export class LiveWidgets {
  private readonly widgets = new Map<string, LiveWidget>();

  /** @param adopt makes the kernel's side of a widget that the front end has made. */
  constructor(comms: Comms, adopt: Adopt) {
    comms.register(CONTROL_TARGET, (comm, { metadata }) => {
      requireVersion(metadata, CONTROL_VERSION, "widget control protocol");
      comm.on("message", ({ data }) => this.control(comm, data));
    });
    comms.register(TARGET, (comm, { data, metadata, buffers }) => {
      requireVersion(metadata, PROTOCOL_VERSION, "widget protocol");
      const state = restore(data["state"], data["buffer_paths"], buffers);
      adopt(comm, isRecord(state) ? state : {});
    });
  }

  add(widget: LiveWidget): void {
    this.widgets.set(widget.id, widget);
  }

  delete(id: string): void {
    this.widgets.delete(id);
  }

  get(id: string): LiveWidget | undefined {
    return this.widgets.get(id);
  }

  /** References to models become the widgets themselves. */
  resolve(value: unknown): unknown {
    if (typeof value === "string" && value.startsWith(REFERENCE)) return this.widgets.get(value.slice(REFERENCE.length)) ?? value;
    return Array.isArray(value) ? value.map((each) => this.resolve(each)) : value;
  }

  /** A page that is loaded anew asks for every widget's state at once. */
  private control(comm: Comm, data: CommContent["data"]): void {
    if (data["method"] !== "request_states") throw new Error(`the widget control protocol knows no method ${JSON.stringify(data["method"])}`);
    const states = Object.fromEntries([...this.widgets].map(([id, widget]) => [id, widget.saved()]));
    const { json, paths, buffers } = separate(states);
    comm.send({ method: "update_states", states: json, buffer_paths: paths }, { buffers });
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
