// 1,030 mixtures of concrete and their strength (Yeh 1998).
import { number, rowsOf } from "./columns";
import type { Source } from "./source";

/** Ingredients in kg/m³, `age` in days, `strength` (under compression) in MPa. */
const columns = { cement: number, slag: number, flyAsh: number, water: number, superplasticizer: number, coarseAggregate: number, fineAggregate: number, age: number, strength: number };

export type ConcreteRow = ReturnType<typeof parse>[number];
const parse = (text: string) => rowsOf(text, columns);

export const concrete: Source<ConcreteRow> = {
  title: { en: "Concrete mixtures and their strength", zh: "混凝土配比与强度" },
  file: "concrete.tsv",
  sha256: "2b82615f4ce6b0036e2f2e06e33a4eb7e0c73c558d0846750740f27fa484b79b",
  licence: "MIT",
  attribution: "I-C. Yeh: Modeling of strength of high-performance concrete (1998), by way of R modeldata 1.1.0, © Posit Software",
  parse,
};
