// The shapes that everything here passes around: mime bundles, what a value renders to, and the display hook.

/** A value's representations by mime type; JSON types hold plain JSON, binary types hold base64. */
export interface MimeBundle {
  [mime: string]: unknown;
}

/** What a value looks like, with metadata beside. */
export interface Rendered {
  /** The representations by mime type. */
  data: MimeBundle;
  /** By mime type, e.g. `{ "image/png": { alt: "…" } }`, as Jupyter's front ends read it. */
  metadata: Record<string, unknown>;
}

/** A display that can be replaced. */
export interface DisplayHandle {
  /** Displays with one id are one display. */
  readonly id: string;
  /** Replaces, in place, what the handle's display shows. */
  update(value: unknown): void;
}

/** The hook that Deno's kernel introduced: an object's own mime bundle. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** An object that shows itself. */
export interface Displayable {
  [DISPLAY](): MimeBundle;
}
