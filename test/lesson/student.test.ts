// `cellwright lesson student`: the copies hold the stubs and none of the answers, and stop nowhere else.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { exerciseOf } from "../../src/lesson/exercises";
import { studentCopy } from "../../src/lesson/student";
import { readNotebook, tagsOf } from "../../src/runner";
import { lessonNames, languages, notebooks } from "../notebooks/notebook";
import { runCli } from "../runner/helpers";

const lessonFile = (language: string, name: string): string => join(notebooks, language, `${name}.ipynb`);

describe("the student's copy", () => {
  for (const name of lessonNames()) {
    for (const language of languages) {
      it(`of ${language}/${name} has every stub, no solution, no wrong answer, every hint`, () => {
        const source = readNotebook(lessonFile(language, name));
        const { notebook, exercises } = studentCopy(source);
        const text = JSON.stringify(notebook.cells.map((cell) => [cell.source, cell.metadata]));
        const originals = source.cells.filter((cell) => tagsOf(cell).includes("exercise")).map(exerciseOf);
        expect(exercises).to.equal(originals.length).and.to.be.at.least(4);
        for (const { id, stub, solution, wrong } of originals) {
          expect(text, `${id}, stub`).to.contain(JSON.stringify(stub).slice(1, -1));
          expect(text, `${id}, solution`).to.not.contain(JSON.stringify(solution).slice(1, -1));
          for (const answer of wrong) expect(text, `${id}, wrong answer`).to.not.contain(JSON.stringify(answer).slice(1, -1));
        }
        const folded = (cells: typeof source.cells): number => cells.filter(({ cell_type }) => cell_type === "markdown").reduce((sum, cell) => sum + cell.source.split("<details>").length - 1, 0);
        expect(folded(source.cells) - folded(notebook.cells), "only the solutions are gone").to.equal(exercises);
        expect(notebook.cells.map(({ id }) => id)).to.deep.equal(source.cells.map(({ id }) => id));
      });
    }
  }
});

describe("cellwright lesson student", function () {
  this.timeout(60_000);
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), "cellwright-student-"));
  });
  afterEach(() => rmSync(out, { recursive: true }));

  it("writes copies below --out and leaves the sources as they are", async () => {
    const source = lessonFile("en", "04-mathematics");
    const before = readFileSync(source);
    const { code, stdout, stderr } = await runCli(["lesson", "student", source, lessonFile("zh", "04-mathematics"), "--out", out], process.env);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/en.04-mathematics\.ipynb: \d+ exercises\n.*zh.04-mathematics\.ipynb: \d+ exercises/);
    expect(readNotebook(join(out, "zh", "04-mathematics.ipynb")).cells.some((cell) => cell.source.includes("yours()"))).to.equal(true);
    expect(readFileSync(source).equals(before)).to.equal(true);
  });

  it("says what is wrong in one line: no folder, an unknown path, its own source", async () => {
    const own = join(out, "a.ipynb");
    writeFileSync(own, readFileSync(lessonFile("en", "04-mathematics")));
    const faults: [string[], RegExp][] = [[[own], /--out/], [[join(out, "none.ipynb"), "--out", out], /none\.ipynb: no such file/], [[own, "--out", out], /would be overwritten/]];
    for (const [args, says] of faults) {
      const { code, stderr } = await runCli(["lesson", "student", ...args], process.env);
      expect(code).to.equal(2);
      expect(stderr.trim()).to.match(says).and.to.not.contain("\n");
    }
  });
});
