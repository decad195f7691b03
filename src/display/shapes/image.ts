// Bytes that are an image, told by their first bytes.
import { types } from "node:util";
import { base64 } from "../json";
import type { Rendered } from "../types";

const SIGNATURES: readonly [mime: string, test: (head: string) => boolean][] = [
  ["image/png", (head) => head.startsWith("\x89PNG\r\n")],
  ["image/jpeg", (head) => head.startsWith("\xff\xd8\xff")],
  ["image/gif", (head) => /^GIF8[79]a/.test(head)],
  ["image/webp", (head) => /^RIFF[^]{4}WEBP/.test(head)],
  ["image/svg+xml", (head) => /^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)?<svg[\s>]/.test(head)],
];

export function imageBytes(value: object): Rendered | undefined {
  if (types.isProxy(value) || !(value instanceof Uint8Array)) return undefined;
  const head = Buffer.from(value.subarray(0, 256)).toString("latin1");
  const mime = SIGNATURES.find(([, test]) => test(head))?.[0];
  if (!mime) return undefined;
  const data = mime === "image/svg+xml" ? Buffer.from(value).toString("utf8") : base64(value);
  return { data: { [mime]: data, "text/plain": `[${mime}, ${value.length} bytes]` }, metadata: {} };
}
