// Published weights in our own models: `await pretrained.gpt2(folder)`, `await pretrained.sentences("all-MiniLM-L6-v2")`.
import { bert, maskedLM, textClassifier } from "./pretrained/bert";
import { gpt2 } from "./pretrained/gpt2";
import { llama } from "./pretrained/llama";
import { fetchPublished, published } from "./pretrained/published";
import { sentences } from "./pretrained/sentences";

export type { SentenceEncoder } from "./pretrained/sentences";
export type { PublishedName } from "./pretrained/published";

export const pretrained = {
  bert, maskedLM, textClassifier, gpt2, llama, sentences,
  fetch: fetchPublished,
  /** The models that `fetch` and `sentences` know. */
  names: (): string[] => Object.keys(published),
};
