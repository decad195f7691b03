// The text that stands for a bundle where only text can be shown.
import type { MimeBundle } from "./types";

/** A bundle's text, or the nearest thing to it. */
export function plainText(bundle: MimeBundle): string {
  for (const mime of ["text/plain", "text/markdown", "text/latex"]) {
    const text = bundle[mime];
    if (typeof text === "string") return text;
  }
  const html = bundle["text/html"];
  if (typeof html === "string") return textOfHtml(html);
  return `[${Object.keys(bundle).join(", ")}]`;
}

function textOfHtml(html: string): string {
  const text = html.replace(/<(style|script)\b[^]*?<\/\1>/gi, "").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
}
