// The data sets are what their table says, whole, and cut reproducibly.
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { data, type DataName } from "../../src/learn/data";
import { dataFolder, loadSource } from "../../src/learn/data/load";
import { sources } from "../../src/learn/data/sources";
import { captureLog, failure } from "./capture";

const unknown = (name: string): DataName => name as DataName; // what a learner may type

describe("data", () => {
  it("loads typed rows and shows the licence", async () => {
    const lines = await captureLog(async () => {
      const rows = await data.load("diabetes");
      expect(rows).to.have.length(442);
      expect(rows[0]).to.deep.equal({ age: 59, sex: 2, bmi: 32.1, bp: 101, tc: 157, ldl: 93.2, hdl: 38, tch: 4, ltg: 4.8598, glu: 87, progression: 151 });
    });
    expect(lines.join()).to.match(/442 rows\. Licence BSD-3-Clause/);
  });

  it("loads the 212 malignant and 357 benign masses", async () => {
    const rows = await data.load("breast-cancer", { quiet: true });
    expect(rows.filter((row) => row.benign === 1)).to.have.length(357);
    expect(rows.filter((row) => row.benign === 0)).to.have.length(212);
    expect(rows[0]).to.include({ meanRadius: 17.99, worstFractalDimension: 0.1189 });
  });

  it("loads digits, wines and reviews as their sources count them", async () => {
    const [digits, wines, reviews] = [await data.load("digits", { quiet: true }), await data.load("wine", { quiet: true }), await data.load("amazon-reviews", { quiet: true })];
    const counts = Array.from({ length: 10 }, (_, digit) => digits.filter((row) => row.digit === digit).length);
    expect(counts).to.deep.equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]); // sklearn's
    expect(digits.every(({ pixels }) => pixels.length === 64 && Math.max(...pixels) <= 16)).to.equal(true);
    expect([0, 1, 2].map((cultivar) => wines.filter((row) => row.cultivar === cultivar).length)).to.deep.equal([59, 71, 48]);
    expect([reviews.length, reviews.filter(({ positive }) => positive).length]).to.deep.equal([1000, 500]);
  });

  it("loads every data set that comes with the library", async () => {
    const own = Object.entries(sources).filter(([, source]) => "file" in source);
    for (const [name] of own) expect(await data.load(unknown(name), { quiet: true }), name).not.to.be.empty;
  });

  it("loads milestones whose cited compute is what six operations a parameter and item give", async () => {
    const rows = await data.load("milestones", { quiet: true });
    const both = rows.flatMap(({ active, seen, compute }) => (seen && compute ? [compute / (6 * active * seen)] : []));
    expect([rows.length, both.length]).to.deep.equal([11, 3]);
    for (const ratio of both) expect(ratio).to.be.within(0.9, 1.1);
    expect(rows.every(({ seen, connections, compute }) => compute ?? (seen && connections) ?? seen)).to.equal(true);
    expect(() => sources.milestones.parse(readFileSync(join(dataFolder(), "milestones.tsv"), "utf8").replace("\tcited\t", "\trumoured\t"))).to.throw(/"Transformer \(big\)" lacks its basis/);
  });

  it("lists the names when one is unknown", async () => {
    const error = await failure(() => data.load(unknown("iris")));
    expect(error.message).to.contain('"iris"').and.contain("breast-cancer, cldr-words");
    expect((await failure(() => data.load(unknown("toString")))).message).to.contain("There are:");
  });

  describe("a file that is not as it should be", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "cellwright-data-"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("is refused when altered", async () => {
      copyFileSync(join(dataFolder(), "diabetes.csv"), join(folder, "diabetes.csv"));
      writeFileSync(join(folder, "diabetes.csv"), "59,2", { flag: "a" });
      expect((await failure(() => loadSource(sources.diabetes, folder))).message).to.match(/diabetes\.csv has been altered: its sha256 is/);
    });

    it("is named when missing", async () => {
      expect((await failure(() => loadSource(sources.diabetes, folder))).message).to.match(/diabetes\.csv is missing/);
    });

    it("is refused with its line when a cell is no number", () => {
      const header = "age,sex,bmi,bp,tc,ldl,hdl,tch,ltg,glu,progression";
      expect(() => sources.diabetes.parse(`${header}\n1,2,3,4,5,6,7,8,9,10,\n`)).to.throw("line 2: progression");
      expect(() => sources.diabetes.parse("age\n1\n")).to.throw("the header is");
    });
  });

  it("splits every row into one part, alike for the same seed", () => {
    const rows = Array.from({ length: 10 }, (_, index) => index);
    const { train, test } = data.split(rows, { test: 0.3, seed: 7 });
    expect([...train, ...test].sort((a, b) => a - b)).to.deep.equal(rows);
    expect(test).to.have.length(3);
    expect(data.split(rows, { test: 0.3, seed: 7 })).to.deep.equal({ train, test });
    expect(data.split(rows, { test: 0.3, seed: 8 })).not.to.deep.equal({ train, test });
  });

  it("refuses a split that leaves a part empty", () => {
    expect(() => data.split([1, 2], { test: 0.1 })).to.throw("at least one row");
    expect(() => data.split([1, 2], { test: NaN })).to.throw("at least one row");
  });

  it("has every file in SOURCES.md with its sha256", () => {
    const table = readFileSync(join(dataFolder(), "SOURCES.md"), "utf8");
    for (const file of readdirSync(dataFolder()).filter((name) => name !== "SOURCES.md")) {
      const sha256 = createHash("sha256").update(readFileSync(join(dataFolder(), file))).digest("hex");
      expect(table.split("\n").some((row) => row.startsWith(`| \`${file}\` `) && row.includes(sha256)), file).to.equal(true);
    }
  });
});
