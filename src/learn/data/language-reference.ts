// What other programs get for lesson 06, language: embeddings, probabilities and intervals; one row, made by scripts/golden/language.py.
import type { Source } from "./source";

/** Probabilities are of "positive", one a row of `amazon-reviews`, each by the model that never saw its fold (row number modulo 5). */
export interface LanguageReference {
  made: string; // ISO date
  versions: { python: string; torch: string; transformers: string; sklearn: string; scipy: string };
  texts: string[];
  embeddings: number[][]; // [texts, 384], by Hugging Face's BERT
  tfidf: number[]; // scikit-learn on TF-IDF
  frozen: number[]; // scikit-learn on the embeddings
  wilson: [number, number]; // SciPy's 95 % interval of TF-IDF's accuracy
  mcnemar: { only: [number, number]; p: number }; // reviews that only TF-IDF, only the embeddings get right; SciPy's exact test
}

export const languageReference: Source<LanguageReference> = {
  title: { en: "Lesson 06, language, by Python", zh: "第 6 课（语言）的 Python 对照结果" },
  file: "language-reference.json",
  sha256: "193dd1cd8eaa3adea48022787f30b230174b3d08597ae4ebc93330633f880499",
  licence: "Apache-2.0",
  attribution: "made by scripts/golden/language.py",
  parse: (text) => [record(JSON.parse(text))],
};

/** Throws unless there is an embedding a text and a probability a review. */
function record(value: LanguageReference): LanguageReference {
  const whole = value.texts?.length > 0 && value.embeddings?.length === value.texts.length && value.tfidf?.length > 0 && value.frozen?.length === value.tfidf.length;
  if (!whole) throw new Error("the record lacks embeddings or probabilities; make it afresh with scripts/golden/language.py");
  return value;
}
