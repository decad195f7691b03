// Published weights in our own models: `await pretrained.gpt2(folder)`, `await pretrained.sentences("all-MiniLM-L6-v2")`.
import { bert, maskedLM, textClassifier } from "./pretrained/bert";
import { chat } from "./pretrained/chat";
import { classifier } from "./pretrained/classify";
import { detector } from "./pretrained/detect";
import { faces, likeness } from "./pretrained/faces";
import { gpt2 } from "./pretrained/gpt2";
import { llama } from "./pretrained/llama";
import { onnx } from "./pretrained/onnx";
import { fetchPublished, namesOf } from "./pretrained/published";
import { sentences } from "./pretrained/sentences";
import { stories } from "./pretrained/stories";
import { graph, layers } from "./pretrained/tfjs-files";

export type { ChatModel, Message } from "./pretrained/chat";
export type { Classifier, Guess } from "./pretrained/classify";
export type { Detection, DetectOptions, Detector } from "./pretrained/detect";
export type { Face, FaceFinder } from "./pretrained/faces";
export type { OnnxInput, OnnxModel, OnnxOutput, OnnxPort } from "./pretrained/onnx";
export type { SentenceEncoder } from "./pretrained/sentences";
export type { StoryTeller } from "./pretrained/stories";
export type { PublishedName } from "./pretrained/published";

export const pretrained = {
  bert, maskedLM, textClassifier, gpt2, llama, sentences, onnx, chat, stories, layers, graph, classifier, detector, faces, likeness,
  fetch: fetchPublished,
  /** The models that can be fetched. */
  names: (): string[] => namesOf(),
};
