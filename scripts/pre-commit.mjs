#!/usr/bin/env node
// A hook of pre-commit, in its copy of this repository: builds the command there once, then runs it on what is committed.
// Not `language: node`: npm no longer runs the scripts of packages from git, so that nothing would be built.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = (program, args, options) => spawnSync(program, args, { stdio: "inherit", shell: process.platform === "win32" && program === "npm", ...options }).status ?? 1;

if (!existsSync(`${root}/dist/.stamp`)) {
  const failed = run("npm", ["install", "--no-save", "--loglevel=error"], { cwd: root }) || run(process.execPath, ["scripts/build.mjs"], { cwd: root });
  if (failed) process.exit(failed);
}
process.exitCode = run(process.execPath, [`${root}/dist/cli.js`, "notebook", ...process.argv.slice(2)]);
