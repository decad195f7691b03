// A lesson in both languages, at smoke scale, by ours and by nbconvert.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LESSON = "04-mathematics.ipynb";

/** @returns {Promise<{ runner: string, lesson: string, seconds: number[] }[]>} in turn, as many rounds as told. */
export async function timeLessons({ root, python, wallOf, rounds }) {
  const lessons = ["en", "zh"].map((language) => join(root, "notebooks", language, LESSON));
  const runners = {
    "ours, 1 job": (out) => [ours(root, lessons, out, 1)],
    "ours, 2 jobs": (out) => [ours(root, lessons, out, 2)],
    "nbconvert, one process": (out) => [nbconvert(python, lessons, out)],
    "nbconvert, two processes": (out) => lessons.map((lesson, i) => nbconvert(python, [lesson], join(out, String(i)))),
  };
  const results = Object.keys(runners).map((runner) => ({ runner, lesson: LESSON, seconds: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const result of results) result.seconds.push(await once(runners[result.runner], wallOf));
    console.log(`lessons: round ${round + 1}/${rounds}`);
  }
  return results;
}

async function once(commands, wallOf) {
  const out = mkdtempSync(join(tmpdir(), "bench-lessons-"));
  try {
    return await wallOf(commands(out), { cwd: out, env: { CELLWRIGHT_SCALE: "smoke", CELLWRIGHT_HEADLESS: "1" } });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const ours = (root, lessons, out, jobs) => [process.execPath, join(root, "dist", "cli.js"), "run", ...lessons, "--out", out, "--jobs", String(jobs), "--quiet"];
const nbconvert = (python, lessons, out) => [python, "-m", "nbconvert", "--to", "notebook", "--execute", ...lessons, "--output-dir", out, "--ExecutePreprocessor.timeout=600"];
