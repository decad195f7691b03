// Parts of a collection: together everything, each once, about equally long, the same on every machine.
import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { parseShard, shardOf, timeKey, timesIn } from "../../src/runner/shard";
import { UsageError } from "../../src/runner";
import { runCli, typescript, python, Workspace } from "./helpers";

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `n/${String(i).padStart(2, "0")}.ipynb`);

describe("shards", () => {
  it("are everything, each notebook once, for any number of parts", () => {
    for (const of of [1, 2, 3, 7, 20]) {
      const parts = Array.from({ length: of }, (_, i) => shardOf(names(13), { number: i + 1, of }));
      expect(parts.flat().sort()).to.deep.equal(names(13));
      expect(Math.max(...parts.map(({ length }) => length)) - Math.min(...parts.map(({ length }) => length))).to.be.at.most(1);
    }
  });

  it("take about the same time by recorded seconds, and keep the order", () => {
    const seconds = [60, 50, 40, 30, 20, 10, 5, 5];
    const secondsOf = (path: string): number | undefined => seconds[names(8).indexOf(path)];
    const sums = [1, 2].map((number) => shardOf(names(8), { number, of: 2 }, secondsOf)).map((part) => part.reduce((sum, path) => sum + (secondsOf(path) ?? 0), 0));
    expect(sums).to.deep.equal([110, 110]);
    expect(shardOf(names(8), { number: 1, of: 2 }, secondsOf)).to.deep.equal([...shardOf(names(8), { number: 1, of: 2 }, secondsOf)].sort());
  });

  it("do not depend on the order in which the notebooks are named", () => {
    expect(shardOf([...names(9)].reverse(), { number: 2, of: 4 }).sort()).to.deep.equal(shardOf(names(9), { number: 2, of: 4 }));
  });

  it("are told when they cannot be meant", () => {
    for (const text of ["0/2", "3/2", "a/b", "1", "1/0"]) expect(() => parseShard(text)).to.throw(UsageError, `--shard ${text}: expected a part`);
  });
});

describe("recorded times", () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  it("are by the notebook's folder and name, wherever the project lies", () => expect([timeKey("/a/b/en/x.ipynb"), timeKey("c/en/x.ipynb")]).to.deep.equal(["en/x", "en/x"]));

  it("that are none are told by their file", () => {
    writeFileSync(workspace.path("t.json"), '{ "a": "long" }');
    expect(() => timesIn(workspace.path("t.json"))).to.throw(UsageError, /t\.json: expected seconds by notebook/);
  });
});

const language = typescript.spec ? typescript : python;
(language.spec ? it : it.skip)("cellwright run --shard runs its part, and --write-times records it", async function () {
  this.timeout(60_000);
  const workspace = new Workspace();
  workspace.kernelspec("k", language.spec ?? {});
  for (const name of ["a", "b", "c"]) workspace.notebook(`all/${name}.ipynb`, "k", [language.print(name)]);
  writeFileSync(workspace.path("times.json"), '{ "all/a": 1, "all/b": 100, "all/c": 2 }');
  const { code, stdout, stderr } = await runCli(["run", workspace.path("all"), "--out", workspace.path("out"), "--shard", "2/2", "--times", workspace.path("times.json"), "--write-times", workspace.path("new.json")], workspace.env);
  expect(code, stderr).to.equal(0);
  expect([...timesIn(workspace.path("new.json")).keys()]).to.deep.equal(["all/a", "all/c"]);
  expect(stdout).to.not.include("all/b");
  workspace.remove();
});
