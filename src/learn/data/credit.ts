// 4,454 applications for credit, and whether it was paid back (L. A. Belanche, G. Sanchez); some cells are missing.
import { number, oneOf, orMissing, rowsOf, yesNo } from "./columns";
import type { Source } from "./source";

const columns = {
  status: oneOf("bad", "good"),
  seniority: number, // years in the job
  home: orMissing(oneOf("ignore", "other", "owner", "parents", "priv", "rent")),
  time: number, // months of the loan
  age: number, // years
  marital: orMissing(oneOf("divorced", "married", "separated", "single", "widow")),
  records: yesNo, // of earlier defaults
  job: orMissing(oneOf("fixed", "freelance", "others", "partime")),
  expenses: number,
  income: orMissing(number),
  assets: orMissing(number),
  debt: orMissing(number),
  amount: number, // of the loan
  price: number, // of what it is for
};

export type CreditRow = ReturnType<typeof parse>[number];
const parse = (text: string) => rowsOf(text, columns);

export const credit: Source<CreditRow> = {
  title: { en: "Credit applications, good and bad", zh: "信贷申请（好/坏）" },
  file: "credit.tsv",
  sha256: "12987d7f25d3a80c9ece4b39664dfb633198a0db9fbe2e09d05958bd62635aa0",
  licence: "MIT",
  attribution: "L. A. Belanche and G. Sanchez, by way of R modeldata 1.1.0, © Posit Software",
  parse,
};
