// `npm test`: set-up, then type check, lint, and every group of mocha tests. `--full` adds the heavy ones. The last line counts.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { projectEnvironment, python, root, sayMissing, setup } from "./setup.mjs";

const full = process.argv.includes("--full");
const GROUP_LIMIT_MS = (full ? 180 : 35) * 60_000;
const groups = ["protocol", "language", "executor", "kernel", "display", "learn", "runner", "install", "lesson", "conformance", "notebooks"];
const env = {
  ...projectEnvironment(),
  FORCE_COLOR: "0",
  ...(existsSync(python) ? { CELLWRIGHT_PYTHON: python } : {}),
  ...(full ? { CELLWRIGHT_FULL: "1" } : {}),
};
const total = { passed: 0, failed: 0, skipped: 0 };

sayMissing(await setup({ tests: true }).catch((error) => fail(error.message)));
if (existsSync(python)) env.CELLWRIGHT_PYTHON = python;
await check("type check", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.test.json"]);
await check("lint", ["scripts/lint.mjs"]);
for (const group of groups) if (existsSync(`${root}/test/${group}`)) await mocha(group);
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);

function fail(message) {
  console.error(message);
  console.log("\n0 passed, 1 failed, 0 skipped");
  process.exit(1);
}

async function check(name, args) {
  const { code } = await node(name, args);
  if (code === 0) total.passed++;
  else total.failed++;
}

async function mocha(group) {
  const { code, output } = await node(`test/${group}`, ["node_modules/mocha/bin/mocha.js", `test/${group}/**/*.test.ts`]);
  const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}`, "m").exec(output)?.[1] ?? 0);
  const failed = count("failing");
  total.passed += count("passing");
  total.skipped += count("pending");
  total.failed += code !== 0 && failed === 0 ? 1 : failed; // a run that broke off counts as a failure
}

/** Runs a script, its output shown as it comes. */
function node(name, args) {
  console.log(`\n== ${name}`);
  const began = Date.now();
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const limit = setTimeout(() => child.kill("SIGKILL"), GROUP_LIMIT_MS);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += stripVTControlCharacters(text);
      process.stdout.write(text);
    });
  }
  return new Promise((resolve) => child.once("close", (code) => {
    clearTimeout(limit);
    console.log(`== ${name}: ${((Date.now() - began) / 1000).toFixed(0)} s`);
    resolve({ code: code ?? 1, output });
  }));
}
