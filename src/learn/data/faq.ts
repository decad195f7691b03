// A shop's help page, questions put in other words, questions that it cannot answer, and questions for a chat model, in English and Chinese.
import { number, oneOf, rowsOf, text } from "./columns";
import type { Source } from "./source";

const columns = { kind: oneOf("answer", "question", "outside", "chat"), answer: number, en: text, zh: text };

/** `answer` is the number of the answer that fits, −1 where there is none. */
export type FaqRow = ReturnType<typeof parse>[number];
const parse = (source: string) => rowsOf(source, columns);

export const faq: Source<FaqRow> = {
  title: { en: "A shop's help page and questions in other words", zh: "网店帮助页与换了说法的提问" },
  file: "faq.tsv",
  sha256: "54134e92ee678e24bb329915df7b85df99ccd71cfff27c94250b9185da9d38a4",
  licence: "Apache-2.0",
  attribution: "written for this project",
  parse,
};
