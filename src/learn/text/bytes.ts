// How a token that is made of bytes is shown.

/** Bytes as text where they are whole characters, else as `<e6><98>`. */
export function readable(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => `<${byte.toString(16).padStart(2, "0")}>`).join("");
  }
}
