// Regulated verse of the Tang in simplified characters: form, author, title, text.
import type { Source } from "./source";

export interface TangPoem {
  form: string; // 五绝 七绝 五律 七律
  author: string;
  title: string;
  text: string;
}

function poem(line: string, number: number): TangPoem {
  const [form, author, title, text] = line.split("\t");
  if (!form || author === undefined || title === undefined || !text) throw new Error(`line ${number}: not four fields`);
  return { form, author, title, text };
}

export const tangPoems: Source<TangPoem> = {
  title: { en: "Tang poems", zh: "唐诗" },
  file: "tang-poems.tsv",
  sha256: "5dfc066eaac9d4031bdc5556df003e4739832301f5a830f88508293acaa6d790",
  licence: "MIT",
  attribution: "chinese-poetry 2.0.1, © 2016 JackeyGao",
  parse: (text) => text.trimEnd().split("\n").slice(1).map((line, index) => poem(line, index + 2)),
};
