// Networks that marked the way from 1986 to large language models: size, data, and how their training compute is known.
import type { Source } from "./source";

export interface Milestone {
  year: number;
  model: string;
  parameters: number;
  /** Those that take part in one item: fewer than all where experts are chosen. */
  active: number;
  /** Distinct training items, in `unit`. */
  data: number;
  unit: string;
  /** Items processed in training, repeats counted; undefined where the source does not say. */
  seen: number | undefined;
  /** Where the compute is from: the source's own figure, or 6 × (connections or active parameters) × seen. */
  basis: "cited" | "connections" | "6ND";
  /** Multiply-adds of one item's forward pass, where weights are shared. */
  connections: number | undefined;
  /** Floating-point operations of the whole training, where cited. */
  compute: number | undefined;
  source: string;
}

const columns = "year\tmodel\tparameters\tactive\tdata\tunit\tseen\tbasis\tconnections\tcompute\tsource";

export const milestones: Source<Milestone> = {
  title: { en: "Networks from 1986 to 2024", zh: "1986—2024 年的代表性网络" },
  file: "milestones.tsv",
  sha256: "40c8403dc2c3197d75d28439ea4578f57bfbcdda47bf5d827043449e32b93d87",
  licence: "Apache-2.0",
  attribution: "compiled from the papers that each row names",
  parse: rows,
};

function rows(text: string): Milestone[] {
  const [header, ...lines] = text.trimEnd().split("\n");
  if (header !== columns) throw new Error(`the header is "${header ?? ""}"`);
  return lines.map((line, index) => milestone(line.split("\t"), index + 2));
}

function milestone(cells: string[], line: number): Milestone {
  const [year, model = "", parameters, active, data, unit = "", seen, basis, connections, compute, source = ""] = cells;
  if (!known(basis) || !source) throw new Error(`line ${line}: "${model}" lacks its basis or its source`);
  const row = { year: Number(year), model, parameters: Number(parameters), active: Number(active), data: Number(data), unit, basis, source };
  return { ...row, seen: optional(seen), connections: optional(connections), compute: optional(compute) };
}

const known = (basis: string | undefined): basis is Milestone["basis"] => basis === "cited" || basis === "connections" || basis === "6ND";
const optional = (cell: string | undefined): number | undefined => (cell ? Number(cell) : undefined);
