// tokenizer.json as Hugging Face publishes it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tokenizer } from "@huggingface/tokenizers";

/** @throws if the folder has none, or it is no JSON. */
export async function readTokenizer(folder: string): Promise<Tokenizer> {
  const path = join(folder, "tokenizer.json");
  const text = await readFile(path, "utf8").catch(() => Promise.reject(new Error(`${path} is missing: without it a text has no token ids.`)));
  const { Tokenizer } = await import("@huggingface/tokenizers");
  try {
    return new Tokenizer(JSON.parse(text), {});
  } catch (error) {
    throw new Error(`${path} is no tokenizer, or is cut short: ${error instanceof Error ? error.message : String(error)}`);
  }
}
