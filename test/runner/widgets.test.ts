// Widgets in executed notebooks: their state is stored, valid, and shown by pages that have no kernel.
import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { readNotebook, run } from "../../src/runner";
import { cellsHtml } from "../../src/runner/html/cells";
import { MarkdownRenderer } from "../../src/runner/html/markdown";
import { savedWidgets, WidgetStates } from "../../src/runner/widgets";
import { pythonWith, python as ipython, typescript, Workspace } from "./helpers";

const VIEW = "application/vnd.jupyter.widget-view+json";
const STATE = "application/vnd.jupyter.widget-state+json";
const nbformat = pythonWith("nbformat");
const nbclient = pythonWith("nbclient");

const cells = [
  'import { interact, widgets, display } from "cellwright";\nconst slider = widgets.IntSlider({ value: 3, description: "power <n>" });\nslider.value = 5;\nslider',
  'interact(({ n }) => { console.log("n is", n); return display.html("<em>emphasis</em>"); }, { n: [0, 8] });',
  'widgets.Tab([widgets.Dropdown({ options: { first: 1, second: 2 }, value: 2 }), widgets.Image({ value: new Uint8Array([1, 2, 3]) })], { titles: ["Choose"] })',
  "const gone = widgets.Checkbox({ description: 'gone' });\ngone.close();",
];

(typescript.spec ? describe : describe.skip)(`widgets in notebooks${typescript.spec ? "" : " (missing: the build)"}`, function () {
  this.timeout(90_000);
  const workspace = new Workspace();
  let output = "";

  before(async () => {
    workspace.kernelspec("k", typescript.spec ?? {});
    const source = workspace.notebook("widgets.ipynb", "k", cells, { metadata: { kernelspec: { name: "k", display_name: "k" }, widgets: { [STATE]: { state: { old: {} } } } } });
    const [result] = await run([source], { out: workspace.path("out"), env: workspace.env });
    expect(result?.failure).to.equal(undefined);
    output = result?.output ?? "";
  });
  after(() => workspace.remove());

  it("the runner stores the last state of every open widget, buffers too", () => {
    const notebook = readNotebook(output);
    const saved = [...savedWidgets(notebook).values()];
    expect(saved.find(({ state }) => state["description"] === "power <n>")?.state).to.include({ value: 5, _view_name: "IntSliderView" });
    expect(saved.some(({ state }) => state["description"] === "gone")).to.equal(false);
    expect(savedWidgets(notebook).has("old")).to.equal(false);
    expect(JSON.stringify(notebook.metadata["widgets"])).to.include('"buffers":[{"data":"AQID","encoding":"base64","path":["value"]}]');
  });

  (nbformat ? it : it.skip)(`nbformat finds it valid${nbformat ? "" : " (missing: nbformat)"}`, () => {
    execFileSync(nbformat ?? "", ["-c", "import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], as_version=4))", output]);
  });

  it("the HTML page shows values, choices, boxes and outputs without a script", () => {
    const notebook = readNotebook(output);
    const html = cellsHtml(notebook, new MarkdownRenderer({ drawChart: () => "", language: "typescript", link: (href) => href, image: () => undefined }), "typescript");
    expect(html).to.include('power &lt;n&gt; <output>5</output>').and.include("<output>second</output>").and.include("Choose");
    expect(html).to.match(/<output>4<\/output>[\s\S]*n is 4[\s\S]*<em>emphasis<\/em>/);
    expect(html).to.not.include(VIEW);
  });

  it("a widget whose state is not stored shows its text", () => {
    const notebook = readNotebook(output);
    notebook.metadata = {};
    const html = cellsHtml(notebook, new MarkdownRenderer({ drawChart: () => "", language: "typescript", link: (href) => href, image: () => undefined }), "typescript");
    expect(html).to.include("IntSlider { value: 5");
  });

  (nbclient ? it : it.skip)(`nbclient stores the same${nbclient ? "" : " (missing: nbclient)"}`, () => {
    const script = "import nbformat, sys\nfrom nbclient import NotebookClient\nnb = nbformat.read(sys.argv[1], as_version=4)\nNotebookClient(nb, timeout=60).execute()\nnbformat.validate(nb)\nprint(len(nb.metadata.widgets[sys.argv[2]]['state']))\nprint([m['state']['value'] for m in nb.metadata.widgets[sys.argv[2]]['state'].values() if m['state'].get('description') == 'power <n>'])";
    const printed = execFileSync(nbclient ?? "", ["-c", script, workspace.path("widgets.ipynb"), STATE], { env: workspace.env, encoding: "utf8" });
    expect(printed.trim().split("\n")[1]).to.equal("[5]");
    expect(Number(printed.split("\n")[0])).to.be.greaterThan(savedWidgets(readNotebook(output)).size - 1);
  });

  (ipython.spec && pythonWith("ipywidgets") ? it : it.skip)(`ipywidgets under ipykernel is stored alike${pythonWith("ipywidgets") ? "" : " (missing: ipywidgets)"}`, async () => {
    workspace.kernelspec("py", ipython.spec ?? {});
    const source = workspace.notebook("python.ipynb", "py", ["import ipywidgets\nslider = ipywidgets.IntSlider(description='theirs')\nslider.value = 9\nslider"]);
    const [result] = await run([source], { out: workspace.path("out"), env: workspace.env });
    const saved = [...savedWidgets(readNotebook(result?.output ?? "")).values()];
    expect(saved.find(({ state }) => state["description"] === "theirs")?.state["value"]).to.equal(9);
  });
});

describe("gathered widget states", () => {
  const message = (msg_type: string, content: object, buffers: Buffer[] = []) => ({ identities: [], header: { msg_id: "", msg_type, session: "", username: "", date: "", version: "" }, parent: {}, metadata: {}, content: { ...content }, buffers });
  const saved = (...messages: ReturnType<typeof message>[]): unknown => {
    const states = new WidgetStates();
    for (const each of messages) states.collect(each);
    const notebook = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [] };
    states.record(notebook);
    return notebook.metadata;
  };
  const open = (data: object, buffers?: Buffer[]) => message("comm_open", { comm_id: "a", target_name: "jupyter.widget", data }, buffers);

  it("leave comms of other targets, and notebooks without widgets, alone", () => {
    expect(saved(message("comm_open", { comm_id: "a", target_name: "other", data: { state: { x: 1 } } }), message("comm_msg", { comm_id: "a", data: { state: { x: 2 } } }))).to.deep.equal({});
    expect(saved(message("comm_msg", { comm_id: "never", data: { state: {} } }), message("comm_open", {}))).to.deep.equal({});
  });

  it("drop a field's buffers when it is set anew", () => {
    const text = JSON.stringify(saved(open({ state: {}, buffer_paths: [["v"], ["w", 0]] }, [Buffer.from("1"), Buffer.from("2")]), message("comm_msg", { comm_id: "a", data: { method: "update", state: { v: "text" } } })));
    expect(text).to.include('"path":["w",0]').and.not.include('"path":["v"]');
  });

  it("survive state, paths and buffers that are none", () => {
    expect(JSON.stringify(saved(open({ state: 5, buffer_paths: "none" }), message("comm_msg", { comm_id: "a", data: { state: { x: 1 }, buffer_paths: [7, ["gone"]] } })))).to.include('"x":1');
  });
});
