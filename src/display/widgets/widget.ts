// One widget: a state that kernel and front end share, kept equal by patches over a comm.
import { randomUUID } from "node:crypto";
import { inspect, isDeepStrictEqual } from "node:util";
import { markShown } from "../display";
import { currentHost, type Comm, type CommContent, type Comms } from "../host";
import { DISPLAY, type MimeBundle } from "../types";
import { restore, separate } from "./buffers";
import { Events, type Handler } from "./events";
import { isRecord, LiveWidgets, REFERENCE } from "./live";
import { PROTOCOL_VERSION, TARGET, WIDGET_VIEW, type FrontEndModule } from "./protocol";

/** What makes widgets of one sort: names in the front end, first state, and how a state is kept right. */
export interface Kind<S extends object> {
  /** As users write it, e.g. IntSlider. */
  name: string;
  module: FrontEndModule;
  model: string;
  /** Null: it has no view of its own (links). */
  view: string | null;
  /** The model's module by default. */
  viewModule?: FrontEndModule;
  /** It shapes others and is not displayed. */
  hidden?: boolean;
  state(): S;
  /** What a patch becomes, other fields included. @throws for values that the sort cannot have. */
  normalize?(state: S, patch: Partial<S>): Partial<S>;
  /** How a field travels; undefined: it stays here. By default under its own name. */
  encode?(name: string, value: unknown): readonly [name: string, value: unknown] | undefined;
  /** Fields too large to be sent back. */
  unechoed?: readonly string[];
  /** Fields of any name may be set: they are the author's. */
  open?: boolean;
}

/** What a handler is told of a change. */
export interface Change<V> {
  /** The field's name. */
  name: string;
  /** Its value before. */
  old: V;
  /** The widget. */
  owner: object;
}

/** A widget with its state's fields as properties: `slider.value = 5` changes what is seen. */
export type Live<S extends object> = Widget<S> & S;

const managers = new WeakMap<Comms, LiveWidgets>();
const NO_COMMS = "(as text: a live widget needs a notebook whose kernel carries comms, such as Cellwright)";

/** A widget: its fields are properties, `on` hears their changes. */
export class Widget<S extends object = Record<string, unknown>> {
  /** Its comm's id, by which front ends know it. */
  readonly id: string;
  private readonly values: S;
  private readonly events = new Events();
  private readonly comm: Comm | undefined;
  private readonly manager: LiveWidgets | undefined;

  /** @param comm one that the front end has opened, if it made the widget. */
  constructor(readonly kind: Kind<S>, given: Partial<S> = {}, comm?: Comm) {
    const { comms } = currentHost();
    this.id = comm?.id ?? randomUUID();
    this.values = kind.state();
    Object.assign(this.values, this.normalized(given));
    this.defineProperties();
    this.manager = comms && managerOf(comms);
    this.comm = comm ?? (comms && this.opened(comms));
    this.comm?.on("message", (message) => this.receive(message));
    this.comm?.on("close", () => this.closed());
    this.manager?.add(this);
  }

  /** A field's value. */
  get<K extends keyof S>(name: K): S[K] {
    return this.values[name];
  }

  /** Changes several fields in one message, then calls the handlers of those that differ. */
  set(patch: Partial<S>): void {
    const changed = this.assign(this.normalized(patch));
    this.send(Object.keys(changed));
    void this.announce(changed);
  }

  /**
   * Calls `handler` with each change of a field, with the front end's messages ("message": content, buffers), or with an event
   * that they name ("click"). While an asynchronous handler runs, the front end holds back further changes.
   * @returns a function that takes the handler away.
   */
  on<K extends keyof S & string>(event: `change:${K}`, handler: (value: S[K], change: Change<S[K]>) => unknown): () => void;
  on(event: "change", handler: (names: readonly string[]) => unknown): () => void;
  on(event: "message", handler: (content: unknown, buffers: readonly Uint8Array[]) => unknown): () => void;
  on(event: "click" | "submit" | "close", handler: () => unknown): () => void;
  on(event: string, handler: Handler): () => void {
    return markShown(this.events.on(event, handler)); // a cell that ends in `slider.on(…)` shows no function
  }

  /** Waits for the next change of a field. */
  next<K extends keyof S & string>(name: K): Promise<S[K]> {
    return new Promise((resolve) => {
      const off = this.on(`change:${name}`, (value) => {
        off();
        resolve(value);
      });
    });
  }

  /** Sends a message of the widget's own to its views. */
  message(content: unknown, buffers: readonly Uint8Array[] = []): void {
    this.live()?.send({ method: "custom", content }, { buffers });
  }

  /** Takes the widget from the page. */
  close(): void {
    this.comm?.close();
    this.closed();
  }

  /** Model names and state, buffers not yet taken out: as `update_states` and saved notebooks have it. */
  saved(): { model_name: string; model_module: string; model_module_version: string; state: Record<string, unknown> } {
    const { model, module } = this.kind;
    return { model_name: model, model_module: module.name, model_module_version: module.version, state: this.wire() };
  }

  /** In another widget's state: a reference. */
  toJSON(): string {
    return REFERENCE + this.id;
  }

  [DISPLAY](): MimeBundle {
    const visible = this.kind.view !== null && !this.kind.hidden;
    if (!visible || !this.live()) return { "text/plain": `${this.toString()}${this.comm || !visible ? "" : `\n${NO_COMMS}`}` };
    return { [WIDGET_VIEW]: { version_major: 2, version_minor: 0, model_id: this.id }, "text/plain": this.toString() };
  }

  /** The fields that differ from the sort's first state. */
  toString(): string {
    const first = this.kind.state();
    const shown = Object.entries(this.values).filter(([name, value]) => !/^(_|layout$|style$)/.test(name) && (name === "value" || !isDeepStrictEqual(value, Reflect.get(first, name))));
    shown.sort(([a], [b]) => Number(b === "value") - Number(a === "value"));
    return `${this.kind.name} ${inspect(Object.fromEntries(shown), { depth: 2, breakLength: 100, maxStringLength: 200, maxArrayLength: 20 })}`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  private opened(comms: Comms): Comm {
    const { json, paths, buffers } = separate(this.wire());
    return comms.open(TARGET, { id: this.id, data: { state: json, buffer_paths: paths }, metadata: { version: PROTOCOL_VERSION }, buffers });
  }

  private live(): Comm | undefined {
    return this.comm?.closed ? undefined : this.comm;
  }

  private closed(): void {
    this.manager?.delete(this.id);
    void this.events.emit("close");
  }

  private receive({ data, buffers }: CommContent): Promise<void> | undefined | void {
    switch (data["method"]) {
      case "update": return this.updated(restore(data["state"], data["buffer_paths"], buffers));
      case "request_state": return this.transmit("update", this.wire());
      case "custom": return this.messaged(data["content"], buffers);
      default: throw new Error(`the widget protocol knows no method ${JSON.stringify(data["method"])}`);
    }
  }

  /** Every change is sent back (echo), so that other views of the page follow; what was put right here is sent again. */
  private updated(patch: unknown): Promise<void> | undefined {
    if (!isRecord(patch)) return undefined;
    const known = Object.fromEntries(Object.entries(patch).filter(([name]) => Object.hasOwn(this.values, name)));
    this.echo(known);
    const decoded = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, this.manager?.resolve(value) ?? value]));
    const changed = this.assign(this.normalized(decoded as Partial<S>));
    this.send([...new Set([...Object.keys(changed), ...Object.keys(decoded)])].filter((name) => !isDeepStrictEqual(Reflect.get(this.values, name), decoded[name])));
    return this.announce(changed);
  }

  private echo(patch: Record<string, unknown>): void {
    const echoed = Object.fromEntries(Object.entries(patch).filter(([name]) => !this.kind.unechoed?.includes(name)));
    if (Object.keys(echoed).length > 0) this.transmit("echo_update", echoed);
  }

  private async messaged(content: unknown, buffers: readonly Uint8Array[]): Promise<void> {
    const event = isRecord(content) && typeof content["event"] === "string" ? content["event"] : undefined;
    await Promise.all([this.events.emit("message", content, buffers), event === undefined ? undefined : this.events.emit(event)]);
  }

  private normalized(patch: Partial<S>): Partial<S> {
    const unknown = this.kind.open ? undefined : Object.keys(patch).find((name) => !Object.hasOwn(this.values, name));
    if (unknown !== undefined) throw new TypeError(`${this.kind.name} has no ${JSON.stringify(unknown)}; it has ${Object.keys(this.values).filter((name) => !name.startsWith("_")).join(", ")}`);
    return this.kind.normalize?.(this.values, patch) ?? patch;
  }

  /** @returns the old values of the fields that differ now. */
  private assign(patch: Partial<S>): Record<string, unknown> {
    const changed = Object.entries(patch).filter(([name, value]) => !isDeepStrictEqual(Reflect.get(this.values, name), value));
    const old = Object.fromEntries(changed.map(([name]) => [name, Reflect.get(this.values, name)]));
    Object.assign(this.values, Object.fromEntries(changed));
    this.defineProperties();
    return old;
  }

  private announce(changed: Record<string, unknown>): Promise<void> | undefined {
    const names = Object.keys(changed);
    if (names.length === 0) return undefined;
    const pending = names.map((name) => this.events.emit(`change:${name}`, Reflect.get(this.values, name), { name, old: changed[name], owner: this }));
    const all = [...pending, this.events.emit("change", names)].filter((each) => each !== undefined);
    return all.length > 0 ? Promise.all(all).then(() => undefined) : undefined;
  }

  private send(names: readonly string[]): void {
    const encoded = Object.fromEntries(names.flatMap((name) => this.encoded(name)));
    if (Object.keys(encoded).length > 0) this.transmit("update", encoded);
  }

  private transmit(method: "update" | "echo_update", state: Record<string, unknown>): void {
    const { json, paths, buffers } = separate(state);
    this.live()?.send({ method, state: json, buffer_paths: paths }, { buffers });
  }

  private encoded(name: string): (readonly [string, unknown])[] {
    const value: unknown = Reflect.get(this.values, name);
    const entry = this.kind.encode ? this.kind.encode(name, value) : ([name, value] as const);
    return entry ? [entry] : [];
  }

  /** The whole state as the front end has it, references in place of widgets. */
  private wire(): Record<string, unknown> {
    const { model, module, view, viewModule = module } = this.kind;
    const names = { _model_name: model, _model_module: module.name, _model_module_version: module.version, _view_name: view, _view_module: view && viewModule.name, _view_module_version: viewModule.version, _view_count: null };
    return { ...names, ...Object.fromEntries(Object.keys(this.values).flatMap((name) => this.encoded(name))) };
  }

  private defineProperties(): void {
    for (const name of Object.keys(this.values)) {
      if (name in this) continue;
      Object.defineProperty(this, name, {
        enumerable: true,
        get: () => Reflect.get(this.values, name),
        set: (value: unknown) => {
          this.set(Object.fromEntries([[name, value]]) as Partial<S>);
        },
      });
    }
  }
}

function managerOf(comms: Comms): LiveWidgets {
  const known = managers.get(comms);
  if (known) return known;
  const made = new LiveWidgets(comms, (comm, state) => new Widget(kindOf(state), state, comm));
  managers.set(comms, made);
  return made;
}

/** A widget that the front end has made is known by its state alone. */
function kindOf(state: Record<string, unknown>): Kind<Record<string, unknown>> {
  const [model, module, version] = ["_model_name", "_model_module", "_model_module_version"].map((name) => String(state[name] ?? ""));
  const view = typeof state["_view_name"] === "string" ? state["_view_name"] : null;
  return { name: model ?? "", model: model ?? "", module: { name: module ?? "", version: version ?? "" }, view, state: () => ({ ...state }), open: true };
}
