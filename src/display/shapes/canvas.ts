// Canvases (node-canvas, @napi-rs/canvas, skia-canvas, jsdom): anything with toDataURL.
import type { Rendered } from "../types";
import { call, hasMethod, read } from "./peek";

export function canvas(value: object): Rendered | undefined {
  if (!hasMethod(value, "toDataURL")) return undefined;
  const url: unknown = call(value, "toDataURL");
  const [, mime, data] = typeof url === "string" ? /^data:(image\/[\w.+-]+);base64,(.*)$/s.exec(url) ?? [] : [];
  if (!mime || !data) return undefined;
  const size = `${String(read(value, "width"))} × ${String(read(value, "height"))}`;
  return { data: { [mime]: data, "text/plain": `[canvas, ${size}]` }, metadata: {} };
}
