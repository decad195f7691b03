// SQL over rows by DuckDB, against pandas (scripts/golden/sql.py).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { data } from "../../src/learn/data";
import { duckdbBinaries, duckdbPlatform } from "../../src/learn/data/duckdb-binaries";
import { captureLog, failure } from "./capture";
import { needsRegistry } from "./registry";

interface Golden {
  byJob: { job: string; count: number; income: number; bad: number }[];
  rain: { year: string; days: number; rain: number; hottest: number }[];
}
const golden: Golden = JSON.parse(readFileSync(join(__dirname, "golden", "sql.json"), "utf8"));

describe("data.sql's binaries", () => {
  it("are known for GNU and musl, by the platform", () => {
    expect(duckdbPlatform({ platform: "darwin", arch: "arm64" })).to.equal("darwin-arm64");
    expect(Object.keys(duckdbBinaries("linux-x64-musl"))).to.deep.equal(["../node-bindings-linux-x64-musl/duckdb.node", "../node-bindings-linux-x64-musl/libduckdb.so"]);
    expect(duckdbBinaries("aix-ppc64")).to.deep.equal({});
  });
});

describe("data.sql", function () {
  this.timeout(300_000);
  before(async function () {
    needsRegistry(this, "@duckdb/node-api@1.5.6-r.1");
    expect((await captureLog(() => data.sql("select 1"))).join("\n")).to.match(/DuckDB\. Licence MIT|^$/); // quiet where it is installed
  });

  it("groups credit as pandas does, into rows typed by what was asked for", async () => {
    const credit = await data.load("credit", { quiet: true });
    const columns = { job: "text", count: "number", income: "number", bad: "number" } as const;
    const rows = await data.sql("select job, count(*) as count, avg(income) as income, avg((status = 'bad')::int) as bad from credit where job is not null group by job order by job", { credit }, { columns, quiet: true });
    expect(rows.map(({ job, count }) => [job, count])).to.deep.equal(golden.byJob.map(({ job, count }) => [job, count]));
    rows.forEach(({ income, bad }, i) => {
      expect(income).to.be.closeTo(golden.byJob[i]?.income ?? NaN, 1e-9);
      expect(bad).to.be.closeTo(golden.byJob[i]?.bad ?? NaN, 1e-12);
    });
  });

  it("sums the rain of each year at Seattle as pandas does", async () => {
    const weather = await data.load("seattle-weather", { quiet: true });
    const rows = await data.sql('select year(date::date)::text as year, count(*) as days, round(sum(precipitation), 6) as rain, max("temperatureMax") as hottest from weather group by 1 order by 1', { weather }, { quiet: true });
    expect(rows).to.deep.equal(golden.rain.map((row) => ({ ...row, rain: Math.round(row.rain * 1e6) / 1e6 })));
  });

  it("carries numbers, texts, booleans, dates, lists and what is missing there and back", async () => {
    const rows = [{ n: 1, x: 0.5, s: "a'b", b: true, d: new Date("2026-01-02T03:04:05.678Z"), v: [1, 2.5], "odd \"name": 1 }, { n: 2, s: undefined, b: null }];
    const back = await data.sql("select * from t order by n", { t: rows }, { quiet: true });
    expect(back).to.deep.equal([rows[0], { n: 2, x: null, s: null, b: null, d: null, v: null, "odd \"name": null }]);
  });

  it("gives whole numbers as numbers where those are exact, else as bigint", async () => {
    expect(await data.sql("select 9007199254740991 as safe, 9007199254740993 as large, sum(x) as total from range(4) t(x)", {}, { quiet: true })).to.deep.equal([{ safe: 9007199254740991, large: 9007199254740993n, total: 6 }]);
  });

  it("joins two tables", async () => {
    const left = [{ id: 1, a: "x" }, { id: 2, a: "y" }];
    const right = [{ id: 2, c: 10 }, { id: 2, c: 20 }];
    expect(await data.sql("select a, sum(c) as c from left_rows join right_rows using (id) group by a", { left_rows: left, right_rows: right }, { quiet: true })).to.deep.equal([{ a: "y", c: 30 }]);
  });

  it("says what is wrong with a query, with rows, and with a result", async () => {
    const ask = (query: string, tables: Record<string, object[]>): Promise<Error> => failure(() => data.sql(query, tables, { quiet: true }));
    expect((await ask("select y from t", { t: [{ x: 1 }] })).message).to.match(/^DuckDB refuses the query: .*"y"/);
    expect((await ask("select 1", { t: [] })).message).to.equal('The table "t" has no rows, so no columns: give it at least one.');
    expect((await ask("select 1", { t: [{ x: 1 }, { x: "a" }] })).message).to.match(/^t\.x cannot be a column of SQL/);
    const typed = (columns: Record<string, "number" | "number?" | "text">): Promise<Error> => failure(() => data.sql("select null::int as n", {}, { columns, quiet: true }));
    expect((await typed({ n: "number" })).message).to.equal('The column "n" holds null, not number.');
    expect((await typed({ m: "text" })).message).to.equal('The query gives no column "m": it gives n.');
    expect(await data.sql("select null::int as n", {}, { columns: { n: "number?" }, quiet: true })).to.deep.equal([{ n: null }]);
  });

  it("is stopped by a signal in the middle of a long query", async () => {
    const stop = new AbortController();
    const listen = stop.signal.addEventListener.bind(stop.signal);
    stop.signal.addEventListener = (...heard: Parameters<typeof listen>) => {
      listen(...heard);
      setImmediate(() => stop.abort(new Error("interrupted"))); // the query begins as soon as the signal is listened to
    };
    const long = data.sql("select sum(a.range * b.range) as s from range(2000000) a, range(2000000) b", {}, { signal: stop.signal, quiet: true });
    expect((await failure(() => long)).message).to.equal("interrupted");
  });
});
