// The YAML recipes of docs/ci.md, and GitHub's way of running a composite action's steps.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { root, testPython } from "../runner/helpers";

export interface Recipe { file: string; text: string }

/** A recipe's first line says which file it is. */
export function recipes(file: string): Recipe[] {
  const page = readFileSync(join(root, "docs", "ci.md"), "utf8");
  const all = [...page.matchAll(/^```yaml\n# (.+)\n([^]*?)^```$/gm)].map(([, name = "", text = ""]) => ({ file: name, text }));
  return all.filter((recipe) => recipe.file === file);
}

const inputs = v.record(v.string(), v.object({ description: v.string(), required: v.optional(v.boolean()), default: v.optional(v.string()) }));
const step = v.object({ name: v.optional(v.string()), uses: v.optional(v.string()), if: v.optional(v.string()), shell: v.optional(v.string()), env: v.optional(v.record(v.string(), v.string()), {}), run: v.optional(v.string()) });
const schema = v.object({ inputs, runs: v.object({ using: v.literal("composite"), steps: v.array(step) }) });

export const readAction = (folder = root): v.InferOutput<typeof schema> => v.parse(schema, parse(readFileSync(join(folder, "action.yml"), "utf8")));

export interface StepsRun { status: number | null; said: string }

/** Runs the action's `run` steps one after the other as a runner does; what `uses` another action is left out. */
export function runAction(given: Record<string, string>, { workspace, temp, env, folder = root }: { workspace: string; temp: string; env: NodeJS.ProcessEnv; folder?: string }): StepsRun {
  const action = readAction(folder);
  const valueOf = (expression: string): string => {
    const name = /^inputs\.([\w-]+)$/.exec(expression)?.[1];
    if (name !== undefined && action.inputs[name]) return given[name] ?? action.inputs[name].default ?? "";
    if (expression === "github.action_path") return folder;
    throw new Error(`this test does not know \${{ ${expression} }}`);
  };
  const filled = (text: string): string => text.replace(/\$\{\{\s*(.+?)\s*\}\}/g, (_, expression: string) => valueOf(expression));
  const state = { status: 0 as number | null, said: "", env };
  const variables = join(temp, "variables");
  for (const { run, env: own } of action.runs.steps) {
    if (run === undefined || state.status !== 0) continue;
    writeFileSync(join(temp, "step.sh"), filled(run));
    writeFileSync(variables, "");
    const values = Object.fromEntries(Object.entries(own).map(([name, text]) => [name, filled(text)]));
    const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", join(temp, "step.sh")], { cwd: workspace, env: { ...state.env, ...values, RUNNER_TEMP: temp, GITHUB_ENV: variables, GITHUB_ACTIONS: "true" }, encoding: "utf8" });
    const set = Object.fromEntries(readFileSync(variables, "utf8").split("\n").filter(Boolean).map((line) => line.split("=", 2)));
    Object.assign(state, { status, said: state.said + stdout + stderr, env: { ...state.env, ...set } });
  }
  return state;
}

/** A program of the Python that the tests use, or undefined. */
export function pythonProgram(name: string): string | undefined {
  const program = join(testPython, "..", name);
  return existsSync(program) ? program : undefined;
}
