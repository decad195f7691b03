// YAML files, and JSON ones, which are YAML too.
import { readFileSync } from "node:fs";

/** The parser is loaded only here: it takes 30 ms, and most runs read no such file. @throws if the file cannot be read or parsed. */
export function readYaml(file: string): unknown {
  const { parse } = require("yaml") as typeof import("yaml");
  return parse(readFileSync(file, "utf8"));
}
