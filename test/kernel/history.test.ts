// The history: this session's, earlier ones', searched, and kept where only the user can read.
import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { History, type HistoryQuery } from "../../src/kernel/history";

const query = (asked: Partial<HistoryQuery>): HistoryQuery => ({ hist_access_type: "tail", output: false, session: 0, start: 0, stop: null, n: 10, pattern: "*", unique: false, ...asked });

describe("the history", () => {
  const folder = mkdtempSync(join(tmpdir(), "cellwright-history-"));
  const file = join(folder, "sub", "history.jsonl");
  after(() => rmSync(folder, { recursive: true }));

  it("answers ranges, tails and searches of this session", () => {
    const history = new History(undefined);
    ["let a = 1", "a + 1", "let b = [a]", "a + 1"].forEach((input, index) => history.add(index + 1, input));
    expect(history.query(query({ hist_access_type: "range", start: 2, stop: 4 }))).to.deep.equal([[0, 2, "a + 1"], [0, 3, "let b = [a]"]]);
    expect(history.query(query({ n: 0 }))).to.have.length(4);
    expect(history.query(query({ n: 1, output: true }))).to.deep.equal([[0, 4, ["a + 1", null]]]);
    expect(history.query(query({ hist_access_type: "search", pattern: "let ?*[[]a]" }))).to.deep.equal([]);
    expect(history.query(query({ hist_access_type: "search", pattern: "*[a]*" }))).to.deep.equal([[0, 3, "let b = [a]"]]);
    expect(history.query(query({ hist_access_type: "search", pattern: "a*", unique: true }))).to.deep.equal([[0, 4, "a + 1"]]);
  });

  it("finds what an earlier session left in a file of mode 0600, a damaged line skipped", () => {
    new History(file).add(1, "let kept = 1");
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    writeFileSync(file, readFileSync(file, "utf8").replace(/"session":\d+/, '"session":5') + '{"session": 5, "li');
    const later = new History(file);
    later.add(1, "now()");
    expect(later.query(query({ hist_access_type: "range", session: -1 }))).to.deep.equal([[5, 1, "let kept = 1"]]);
    expect(later.query(query({ n: 2 }))).to.have.length(2);
  });

  it("goes on in memory where no file can be written", () => {
    const history = new History(join(process.execPath, "history.jsonl"));
    history.add(1, "x");
    expect(history.query(query({}))).to.deep.equal([[0, 1, "x"]]);
  });
});
