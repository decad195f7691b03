// `cellwright install | list | doctor | uninstall` as a user runs them, and the installed kernel through jupyter_client.
import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { pythonWith } from "../runner/helpers";

const cli = join(__dirname, "..", "..", "dist", "cli.js");
const ASK = `
import sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name=sys.argv[1])
# Node 24 counts the young generation too: some 190 MB more.
client.execute_interactive("[process.env['GREETING'], require('node:v8').getHeapStatistics().heap_size_limit < 600e6].join()", timeout=30, output_hook=lambda m: m["msg_type"] == "execute_result" and print(m["content"]["data"]["text/plain"]))
client.stop_channels()
manager.shutdown_kernel(now=True)
`;

describe("cellwright install", function () {
  this.timeout(120_000);
  let home: string;
  beforeEach(() => void (home = mkdtempSync(join(tmpdir(), "cellwright-install-"))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const environment = (): NodeJS.ProcessEnv => ({ ...process.env, HOME: home, XDG_DATA_HOME: join(home, "data"), JUPYTER_DATA_DIR: "", JUPYTER_PATH: "", VIRTUAL_ENV: "", CONDA_PREFIX: "" });

  function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [cli, ...args], { env: environment(), cwd: home }, (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }));
    });
  }

  it("puts a kernel and its logos into the user's Jupyter folder; list shows it, uninstall leaves nothing", async () => {
    const installed = await command("install");
    expect(installed.stderr).to.equal("");
    const folder = join(home, "data", "jupyter", "kernels", "cellwright");
    expect(readdirSync(folder).sort()).to.deep.equal(["kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"]);
    for (const logo of ["logo-32x32.png", "logo-64x64.png"]) expect(statSync(join(folder, logo)).size).to.be.above(200);
    expect((await command("list")).stdout).to.include(folder).and.include("works");
    expect((await command("uninstall")).code).to.equal(0);
    expect(existsSync(folder)).to.equal(false);
    expect(existsSync(join(home, "data", "cellwright"))).to.equal(false);
    expect((await command("list")).stdout).to.include("no Cellwright kernel is installed");
  });

  it("with --name, --display-name, --env and --heap gives a kernel that jupyter_client starts so", async function () {
    const python = pythonWith("jupyter_client");
    if (!python) this.skip();
    const { code } = await command("install", "--prefix", join(home, "env"), "--name", "ts.small", "--display-name", "TypeScript, small", "--env", "GREETING=a=b", "--heap", "200");
    expect(code).to.equal(0);
    const spec = JSON.parse(readFileSync(join(home, "env", "share", "jupyter", "kernels", "ts.small", "kernel.json"), "utf8"));
    expect(spec).to.include({ display_name: "TypeScript, small", language: "typescript", interrupt_mode: "message" });
    const answer = await new Promise<string>((resolve, reject) => {
      execFile(python, ["-c", ASK, "ts.small"], { env: { ...environment(), JUPYTER_PATH: join(home, "env", "share", "jupyter") }, cwd: home }, (error, stdout) => (error ? reject(error) : resolve(stdout.trim())));
    });
    expect(answer).to.equal("'a=b,true'");
  });

  it("again over its own kernelspec keeps one; over another program's it stops, unless told by --force", async () => {
    expect((await command("install")).code).to.equal(0);
    expect((await command("install", "--display-name", "Again")).code).to.equal(0);
    expect((await command("list")).stdout).to.include("Again");
    const foreign = join(home, "data", "jupyter", "kernels", "other");
    mkdirSync(foreign, { recursive: true });
    writeFileSync(join(foreign, "kernel.json"), JSON.stringify({ argv: ["python", "-m", "other", "{connection_file}"], display_name: "Other", language: "python" }));
    const refused = await command("install", "--name", "other");
    expect([refused.code, refused.stderr]).to.deep.equal([3, `cellwright: ${foreign} is another program's kernelspec: choose another --name, or overwrite it with --force\n`]);
    expect((await command("uninstall", "--name", "other")).code).to.equal(3);
    expect((await command("install", "--name", "other", "--force")).code).to.equal(0);
  });

  it("tells the doctor's findings, and fails when the kernelspec's Node is gone", async () => {
    expect((await command("doctor")).code, "before the install").to.equal(3);
    await command("install");
    const well = await command("doctor");
    expect(well.stdout).to.match(/OK +a kernel answers 1\+1: in/).and.include("The kernel works.");
    expect(well.code).to.equal(0);
    const file = join(home, "data", "jupyter", "kernels", "cellwright", "kernel.json");
    const spec = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...spec, argv: ["/nowhere/node", ...spec.argv.slice(1)] }));
    const ill = await command("doctor", "--json");
    expect(ill.code).to.equal(3);
    expect(JSON.parse(ill.stdout).works).to.equal(false);
    expect((await command("list")).stdout).to.include("its Node is gone (/nowhere/node): run `cellwright install` again");
  });

  for (const [what, args, message] of [
    ["a name that Jupyter would not take", ["install", "--name", "a b"], /"a b" is no kernel name/],
    ["a name that leaves the folder", ["uninstall", "--name", ".."], /"\.\." is no kernel name/],
    ["two places", ["install", "--user", "--prefix", "x"], /choose one of --user, --sys-prefix and --prefix/],
    ["a variable without a value", ["install", "--env", "KEY"], /KEY=VALUE/],
    ["a heap of no size", ["install", "--heap", "much"], /whole number of MiB/],
    ["a Node that is none", ["install", "--node", "/nowhere/node"], /--node \/nowhere\/node: not an executable file/],
  ] as const) {
    it(`refuses ${what} in one line, with exit code 2`, async () => {
      const { code, stderr } = await command(...args);
      expect(code).to.equal(2);
      expect(stderr).to.match(message);
      expect(stderr.trim().split("\n")).to.have.length(1);
    });
  }

  it("says in one line that a folder cannot be written, or that nothing is installed, with exit code 3", async () => {
    const file = join(home, "file");
    writeFileSync(file, "");
    chmodSync(file, 0o400);
    const unwritable = await command("install", "--prefix", file);
    expect([unwritable.code, unwritable.stderr.trim().split("\n").length]).to.deep.equal([3, 1]);
    expect(unwritable.stderr).to.include(file).and.include("cannot be written");
    expect((await command("uninstall")).stderr).to.include("not installed there");
  });
});
