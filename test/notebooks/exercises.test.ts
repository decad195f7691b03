// Every exercise of every lesson: its solution passes, its stub says what to do, each usual wrong answer gets its own hint.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { transformSync } from "esbuild";
import { exercisesOf } from "./exercises";
import { flatten, type Verdict } from "./flatten";
import { lessonNames, loadLesson } from "./notebook";

const root = join(__dirname, "../..");
const HANG = 300_000;

async function verdictsOf(name: string, folder: string): Promise<Verdict[]> {
  const program = join(folder, `${name}.cjs`);
  const { code } = transformSync(flatten(loadLesson(name).en, join(root, "src/index.ts")), { loader: "ts", target: "node20" });
  writeFileSync(program, code);
  const env = { ...process.env, CELLWRIGHT_LANG: "en", CELLWRIGHT_SCALE: "smoke", CELLWRIGHT_DEVICE: "cpu" };
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", program], { cwd: root, env, timeout: HANG, maxBuffer: 64e6 });
  const line = stdout.split("\n").find((text) => text.startsWith("verdicts "));
  return JSON.parse(line?.slice("verdicts ".length) ?? "[]");
}

describe("exercises", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "cellwright-exercises-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const name of lessonNames()) {
    it(`of ${name}: solutions pass, stubs wait, wrong answers get their hints`, async () => {
      const verdicts = await verdictsOf(name, folder);
      for (const { id, hints } of exercisesOf(loadLesson(name).en)) {
        const said = (answer: Verdict["answer"]): string => verdicts.find((verdict) => verdict.exercise === id && verdict.answer === answer)?.message ?? "never ran";
        expect(said("solution"), `${id}, solution`).to.equal("passed");
        expect(said("stub"), `${id}, stub`).to.contain("waiting for your answer");
        const wrong = Array.from({ length: hints }, (_, index) => said(index));
        for (const message of wrong) expect(message, id).to.contain("Hint: ");
        expect(new Set(wrong.map((message) => message.split("Hint: ")[1])).size, `${id}: each wrong answer has its own hint`).to.equal(hints);
      }
    }).timeout(HANG);
  }
});
