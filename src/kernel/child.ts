// The executor process's entry: boots the executor with the language's hooks for local TypeScript.
import "./start-relay";
import { writeSync } from "node:fs";
import { join } from "node:path";
import { boot } from "../executor/child/boot";
import { EXIT_NOT_STARTED } from "../executor/parent/exit-reason";
import { createLanguage, type CellLanguage, type CellRuntime } from "../language";

interface ChildArguments { folder: string; token: string; packageRoot: string }

const given = JSON.parse(process.argv[2] ?? "{}") as ChildArguments;
let language: CellLanguage | undefined;

function start(): CellRuntime {
  return boot({
    ...given,
    preload: process.env["CELLWRIGHT_PRELOAD"] ?? join(given.packageRoot, "kernel-config", "preload.json"),
    hooks: join(__dirname, "loader.js"),
    resolvePath: (specifier) => (language ??= createLanguage({ folder: given.folder })).resolvePath(specifier),
  });
}

try {
  start();
} catch (error) {
  writeSync(2, error instanceof Error ? error.message : String(error));
  process.removeAllListeners("exit").exit(EXIT_NOT_STARTED);
}
process.argv = [process.argv[0] ?? "node"];
