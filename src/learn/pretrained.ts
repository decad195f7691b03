// Published weights in our own models: `await pretrained.gpt2(folder)`, `await pretrained.sentences("all-MiniLM-L6-v2")`.
import { bert, maskedLM, textClassifier } from "./pretrained/bert";
import { chat } from "./pretrained/chat";
import { gpt2 } from "./pretrained/gpt2";
import { llama } from "./pretrained/llama";
import { onnx } from "./pretrained/onnx";
import { fetchPublished, namesOf } from "./pretrained/published";
import { sentences } from "./pretrained/sentences";
import { stories } from "./pretrained/stories";

export type { ChatModel, Message } from "./pretrained/chat";
export type { OnnxInput, OnnxModel, OnnxOutput, OnnxPort } from "./pretrained/onnx";
export type { SentenceEncoder } from "./pretrained/sentences";
export type { StoryTeller } from "./pretrained/stories";
export type { PublishedName } from "./pretrained/published";

export const pretrained = {
  bert, maskedLM, textClassifier, gpt2, llama, sentences, onnx, chat, stories,
  fetch: fetchPublished,
  /** The models that can be fetched. */
  names: (): string[] => namesOf(),
};
