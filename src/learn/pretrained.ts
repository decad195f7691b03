// Published weights in our own models: `await pretrained.gpt2(folder)`.
import { bert, maskedLM, textClassifier } from "./pretrained/bert";
import { gpt2 } from "./pretrained/gpt2";

export const pretrained = { bert, maskedLM, textClassifier, gpt2 };
