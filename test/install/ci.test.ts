// The recipes of docs/ci.md as users paste them: valid by their services' schemas, and run by bash and pre-commit against the packed package.
import { expect } from "chai";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { root } from "../runner/helpers";
import { pythonProgram, readAction, recipes, runAction } from "./recipes";

const WORKFLOW = ".github/workflows/notebooks.yml";
const windows = process.platform === "win32";
const checker = pythonProgram("check-jsonschema");
const preCommit = pythonProgram("pre-commit");
const full = process.env["CELLWRIGHT_FULL"] === "1";
const given = (there: unknown, missing: string, name: string, test: Mocha.Func): Mocha.Test => (there ? it(name, test) : it.skip(`${name} (missing: ${missing})`, test));

describe("recipes for CI", function () {
  this.timeout(300_000);
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let packed: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "cellwright-ci-"));
    mkdirSync(join(folder, "tmp")); // what surrounds it then counts as lasting, as a CI machine's folders do
    env = { ...process.env, TMPDIR: join(folder, "tmp"), XDG_DATA_HOME: join(folder, "data"), JUPYTER_DATA_DIR: "", JUPYTER_PATH: "", VIRTUAL_ENV: "", CONDA_PREFIX: "", npm_config_prefer_offline: "true" };
    packed = join(folder, execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root, encoding: "utf8", shell: windows }).trim());
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const fresh = (name: string, notebooks: Record<string, string>): string => {
    const workspace = join(folder, name);
    mkdirSync(join(workspace, "notebooks"), { recursive: true });
    for (const [path, source] of Object.entries(notebooks)) writeFileSync(join(workspace, "notebooks", path), notebook(source));
    return workspace;
  };
  /** Half a gigabyte: what one test has installed the next one finds installed, as with a CI's cache. */
  const handOver = (from: string, to: string): void => {
    if (existsSync(from)) renameSync(from, to);
  };
  const expectValid = (schema: string, texts: readonly string[]): void => {
    const files = texts.map((text, i) => {
      writeFileSync(join(folder, `checked-${i}.yml`), text);
      return join(folder, `checked-${i}.yml`);
    });
    const { status, stdout, stderr } = spawnSync(checker ?? "", ["--builtin-schema", schema, ...files], { encoding: "utf8" });
    expect(status, stdout + stderr).to.equal(0);
  };

  describe("GitHub's", () => {
    given(checker, "Python's check-jsonschema", "action and workflows keep to GitHub's schemas", () => {
      expectValid("vendor.github-actions", [readFileSync(join(root, "action.yml"), "utf8")]);
      const steps = recipes("steps").map(({ text }) => `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${text.replace(/^/gm, "      ")}`);
      const workflows = [...recipes(WORKFLOW).map(({ text }) => text), ...steps];
      expect(workflows).to.have.length(3);
      expectValid("vendor.github-workflows", workflows);
    });

    it("workflows give the action the inputs that it has", () => {
      const { inputs } = readAction();
      for (const uses of recipes(WORKFLOW).map(({ text }) => actionUse(text))) {
        expect(Object.keys(inputs)).to.include.members(Object.keys(uses));
        for (const [name, { required }] of Object.entries(inputs)) if (required) expect(uses).to.have.property(name);
      }
    });

    given(!windows, "bash", "action installs the package and its kernel, runs the notebooks of the workflow, and leaves site and report", () => {
      const workspace = fresh("good", { "a lesson.ipynb": "console.log('fine');", "b.ipynb": "1 + 1" });
      const [recipe] = recipes(WORKFLOW);
      const { status, said } = runAction({ ...actionUse(recipe?.text ?? ""), package: packed }, { workspace, temp: folder, env });
      expect(status, said).to.equal(0);
      for (const name of ["a lesson.ipynb", "b.ipynb", "site/index.html", "junit.xml"]) expect(existsSync(join(workspace, "executed", name)), `${name}\n${said}`).to.equal(true);
    });

    given(!windows, "bash", "action takes paths a line, with spaces, and fails with an annotation where a cell fails", () => {
      const workspace = fresh("bad", { "a lesson.ipynb": "console.log('fine');", "bad.ipynb": "throw new Error('broken');", "left out.ipynb": "throw new Error('not asked for');" });
      const { status, said } = runAction({ paths: "notebooks/a lesson.ipynb\nnotebooks/bad.ipynb\n", args: "--jobs 1\n--quiet", out: "results", package: packed }, { workspace, temp: folder, env });
      expect(status, said).to.equal(1);
      expect(said).to.match(/^::error .*bad\.ipynb.*broken/m).and.not.to.include("not asked for");
      expect(readFileSync(join(workspace, "results", "junit.xml"), "utf8")).to.include('tests="2"').and.to.include('failures="1"');
    });

    given(full && !windows, "npm run test:full", "action builds its own version where no package is named", () => {
      const source = cloned(join(folder, "action"));
      const workspace = fresh("built", { "a.ipynb": "1 + 1" });
      const { status, said } = runAction({ paths: "notebooks" }, { workspace, temp: mkdtempSync(join(folder, "built-")), env, folder: source });
      expect(status, said).to.equal(0);
    });
  });

  describe("GitLab's", () => {
    const [recipe = { file: "", text: "" }] = recipes(".gitlab-ci.yml");

    given(checker, "Python's check-jsonschema", "template keeps to GitLab's schema", () => expectValid("vendor.gitlab-ci", [recipe.text]));

    const lines = v.object({ notebooks: v.object({ before_script: v.array(v.string()), script: v.array(v.string()) }) });
    const { before_script, script } = v.parse(lines, parse(recipe.text)).notebooks;
    const job = (workspace: string, values: Record<string, string>): string => {
      const all = { CI_PROJECT_DIR: workspace, ...values };
      const { status, stdout, stderr } = spawnSync("bash", ["-eo", "pipefail", "-c", [...before_script, ...script].join("\n")], { cwd: workspace, env: { ...env, ...all }, encoding: "utf8" });
      expect(status, stdout + stderr).to.equal(0);
      return readFileSync(join(workspace, "junit.xml"), "utf8");
    };

    given(!windows && existsSync(join(root, "dist", ".stamp")), "bash, or the build", "lines run the notebooks in parts with a cached Cellwright, and write the report", () => {
      const workspace = fresh("gitlab", { "a.ipynb": "1 + 1", "b.ipynb": "2 + 2", "c.ipynb": "3 + 3" });
      symlinkSync(root, join(workspace, ".cellwright")); // what the cache brings
      const counts = ["1", "2"].map((part) => Number(/tests="(\d+)"/.exec(job(workspace, { CI_NODE_INDEX: part, CI_NODE_TOTAL: "2" }))?.[1]));
      expect(counts.sort()).to.deep.equal([1, 2]);
    });

    given(full && !windows, "npm run test:full", "lines clone and build Cellwright where there is no cache", () => {
      const report = job(fresh("gitlab-new", { "a.ipynb": "1 + 1" }), { CELLWRIGHT: cloned(join(folder, "source")), CI_NODE_INDEX: "1", CI_NODE_TOTAL: "1" });
      expect(report).to.include('tests="1"').and.to.include('failures="0"');
    });
  });

  describe("pre-commit's", () => {
    given(preCommit, "Python's pre-commit", "manifest and configurations are valid by pre-commit itself", () => {
      const checked = (command: string, file: string): void => {
        const { status, stdout, stderr } = spawnSync(preCommit ?? "", [command, file], { cwd: folder, encoding: "utf8" });
        expect(status, stdout + stderr).to.equal(0);
      };
      checked("validate-manifest", join(root, ".pre-commit-hooks.yaml"));
      expect(recipes(".pre-commit-config.yaml")).to.have.length(2);
      for (const { text } of recipes(".pre-commit-config.yaml")) {
        writeFileSync(join(folder, "config.yaml"), text);
        checked("validate-config", join(folder, "config.yaml"));
      }
    });

    it("configuration names hooks that there are, as does the table", () => {
      const ids = v.parse(v.array(v.object({ id: v.string() })), parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8"))).map(({ id }) => id);
      const used = [...(recipes(".pre-commit-config.yaml")[0]?.text ?? "").matchAll(/- id: (\S+)/g)].map(([, id = ""]) => id);
      expect(ids).to.include.members(used);
      for (const id of ids) expect(readFileSync(join(root, "docs", "ci.md"), "utf8")).to.include(`\`${id}\``);
    });

    given(preCommit && !windows, "Python's pre-commit", "hook of a project with the package strips what is committed", () => {
      const workspace = fresh("local", { "stale.ipynb": "1 + 1" });
      handOver(join(folder, "cellwright", "node_modules"), join(workspace, "node_modules"));
      execFileSync("npm", ["install", "--no-audit", "--no-fund", packed], { cwd: workspace, env, stdio: "ignore" });
      writeFileSync(join(workspace, ".pre-commit-config.yaml"), recipes(".pre-commit-config.yaml")[1]?.text ?? "");
      const run = committing(workspace, preCommit ?? "", env);
      expect(run(["run", "--all-files"])).to.match(/strip notebooks.*Failed/s).and.to.include("files were modified by this hook");
      expect(readFileSync(join(workspace, "notebooks", "stale.ipynb"), "utf8")).not.to.include("stale output");
      expect(run(["run", "--all-files"])).to.match(/strip notebooks.*Passed/);
    });

    given(full && preCommit && !windows, "npm run test:full", "hooks are built in a copy of the repository and work", () => {
      const source = cloned(join(folder, "hooks"));
      const workspace = fresh("remote", { "stale.ipynb": "1 + 1" });
      const run = committing(workspace, preCommit ?? "", { ...env, PRE_COMMIT_HOME: join(folder, "pre-commit") });
      const said = run(["try-repo", source, "--all-files"]);
      expect(said, said).to.match(/strip notebooks.*Failed/s).and.to.match(/notebooks have no outputs.*(Passed|Failed)/).and.to.match(/notebooks are valid.*Passed/);
      expect(readFileSync(join(workspace, "notebooks", "stale.ipynb"), "utf8")).not.to.include("stale output");
    });
  });

  it("name only options that the command has", () => {
    const page = readFileSync(join(root, "docs", "ci.md"), "utf8") + readFileSync(join(root, "action.yml"), "utf8");
    const help = (...command: string[]): string => execFileSync(process.execPath, [join(root, "dist", "cli.js"), ...command, "--help"], { encoding: "utf8" });
    const known = ["run", "install", "notebook strip"].map((command): [string, string] => [command, help(...command.split(" "))]);
    for (const [command, text] of known) {
      const lines = page.match(new RegExp(`(?:cellwright|cli\\.js|"\\$CELLWRIGHT") ${command}\\b[^|\`\n]*`, "g")) ?? [];
      expect(lines, command).not.to.be.empty;
      for (const option of lines.flatMap((line) => line.match(/--[a-z-]+/g) ?? [])) expect(text, `cellwright ${command} ${option}`).to.include(option);
    }
    const right = [...page.matchAll(/^\|[^|\n]*\| (`--.*) \|$/gm)].flatMap(([, cell = ""]) => cell.match(/--[a-z-]+/g) ?? []);
    expect(right).to.include.members(["--jobs", "--cell-timeout", "--kernel", "--in-place", "--junit"]);
    for (const option of right) expect(known[0]?.[1]).to.include(option);
  });
});

function notebook(source: string): string {
  const outputs = [{ output_type: "stream", name: "stdout", text: "stale output\n" }];
  const metadata = { kernelspec: { name: "cellwright", display_name: "TypeScript", language: "typescript" } };
  return JSON.stringify({ cells: [{ cell_type: "code", id: "c1", metadata: {}, source, outputs, execution_count: 1 }], metadata, nbformat: 4, nbformat_minor: 5 });
}

/** What a workflow gives the action. */
function actionUse(text: string): Record<string, string> {
  const step = v.looseObject({ uses: v.optional(v.string()), with: v.optional(v.record(v.string(), v.string())) });
  const workflow = v.parse(v.object({ jobs: v.record(v.string(), v.looseObject({ steps: v.array(step) })) }), parse(text));
  const use = Object.values(workflow.jobs).flatMap(({ steps }) => steps).find(({ uses }) => uses?.includes("/cellwright@"));
  return use?.with ?? {};
}

/** A repository with everything staged, in which pre-commit can be run. @returns what it says, without colours. */
function committing(workspace: string, preCommit: string, env: NodeJS.ProcessEnv): (args: string[]) => string {
  const git = (...args: string[]): unknown => execFileSync("git", args, { cwd: workspace, stdio: "ignore" });
  writeFileSync(join(workspace, ".gitignore"), "node_modules/\n");
  git("init", "-q");
  return (args) => {
    git("add", "-A");
    const { stdout, stderr } = spawnSync(preCommit, [args[0] ?? "", "--color", "never", ...args.slice(1)], { cwd: workspace, env: { ...env, PATH: [join(preCommit, ".."), env["PATH"]].join(delimiter) }, encoding: "utf8" });
    return stdout + stderr;
  };
}

/** The project as git has it, with what is not committed yet, in a repository of its own. */
function cloned(target: string): string {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split("\n").filter((name) => name && existsSync(join(root, name)));
  for (const name of files) cpSync(join(root, name), join(target, name));
  for (const args of [["init", "-q"], ["add", "-A"], ["-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "-qm", "all"]]) execFileSync("git", args, { cwd: target });
  return target;
}
