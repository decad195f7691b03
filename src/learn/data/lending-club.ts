// 9,857 loans of the Lending Club, and how they stood later: 5.2 % bad.
import { number, oneOf, rowsOf, text } from "./columns";
import type { Source } from "./source";

/** Dollars and per cent; `term` in months; `subGrade` A1 to G5; `employment` in years, 10 for ten and more, missing as "unknown". */
const columns = {
  amount: number,
  term: oneOf("36", "60"),
  interestRate: number,
  subGrade: text,
  state: text,
  verification: oneOf("Not_Verified", "Source_Verified", "Verified"),
  annualIncome: number,
  employment: oneOf("lt_1", "1", "2", "3", "4", "5", "6", "7", "8", "9", "ge_10", "unk"),
  delinquencies2Years: number,
  inquiries6Months: number,
  revolvingUtilisation: number,
  accountsDelinquent: number,
  openInstalment6Months: number,
  openInstalment12Months: number,
  openInstalment24Months: number,
  instalmentBalance: number,
  utilisation: number,
  financeInquiries: number,
  inquiries12Months: number,
  delinquentAmount: number,
  instalmentAccounts: number,
  instalmentLimit: number,
  class: oneOf("bad", "good"),
};

export type LendingClubRow = ReturnType<typeof parse>[number];
const parse = (source: string) => rowsOf(source, columns);

export const lendingClub: Source<LendingClubRow> = {
  title: { en: "Loans of the Lending Club", zh: "Lending Club 贷款" },
  file: "lending-club.tsv.br",
  sha256: "48cbbf64b0677c2cbd0e60e0173d06877e65570aae50014bec879f716dfe203a",
  licence: "MIT",
  attribution: "Lending Club, by way of R modeldata 1.1.0, © Posit Software",
  parse,
};
