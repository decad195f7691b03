// The widget protocol on the wire, seen by jupyter_client: opened, changed from both ends, asked for its state, closed.
import { expect } from "chai";
import type { Json, PeerMessage } from "./peer/driver";
import { useKernel } from "./peer/suite";

const VERSION = { version: "2.1.0" };
const VIEW = "application/vnd.jupyter.widget-view+json";

const opened = (messages: readonly PeerMessage[], model: string): { id: string; state: Json; message: PeerMessage } => {
  const message = messages.find(({ msg_type, content }) => msg_type === "comm_open" && stateOf(content)["_model_name"] === model);
  if (!message) throw new Error(`no ${model} among ${messages.map(({ msg_type }) => msg_type).join(", ")}`);
  return { id: String(message.content["comm_id"]), state: stateOf(message.content), message };
};
const dataOf = (content: Json): Json => content["data"] as Json;
const stateOf = (content: Json): Json => dataOf(content)["state"] as Json;
const update = (state: Json, buffer_paths: unknown[] = []): Json => ({ method: "update", state, buffer_paths });

describe("conformance: widgets", () => {
  const session = useKernel();
  const sent = async (id: string, data: Json, buffers: string[] = []) => session.kernel.comm("msg", { comm_id: id, data }, { buffers });

  before(() => session.kernel.ran('import { widgets, interact, link, anywidget } from "cellwright"; let slider: any, text: any;'));

  it("a slider opens its layout, its style and itself, whole, and is shown as a view", async () => {
    const cell = await session.kernel.ran("slider = widgets.IntSlider({ value: 3, max: 10, description: 'n', style: { handle_color: 'teal' } }); slider");
    const { id, state, message } = opened(cell.messages, "IntSliderModel");
    expect([message.content["target_name"], message.metadata["version"]]).to.deep.equal(["jupyter.widget", "2.1.0"]);
    expect(state).to.include({ _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _view_name: "IntSliderView", value: 3, min: 0, max: 10, step: 1, description: "n" });
    expect(state["layout"]).to.equal(`IPY_MODEL_${opened(cell.messages, "LayoutModel").id}`);
    expect(opened(cell.messages, "SliderStyleModel").state["handle_color"]).to.equal("teal");
    const data = cell.all("execute_result")[0]?.["data"] as Json;
    expect(data[VIEW]).to.deep.equal({ version_major: 2, version_minor: 0, model_id: id });
    expect(data["text/plain"]).to.equal("IntSlider { value: 3, description: 'n', max: 10 }");
  });

  it("a change of the front end is echoed, changes the value, and calls the handlers under its message", async () => {
    const { messages } = await session.kernel.ran("slider = widgets.IntSlider(); slider.on('change:value', async (value: number, { old }: any) => { await null; console.log(old, '→', value); }); slider");
    const { id } = opened(messages, "IntSliderModel");
    const moved = await sent(id, update({ value: 7 }));
    expect(moved.types).to.deep.equal(["status", "comm_msg", "stream", "status"]);
    expect(moved.all("comm_msg")[0]).to.deep.equal({ comm_id: id, data: { method: "echo_update", state: { value: 7 }, buffer_paths: [] } });
    expect(moved.stdout).to.equal("0 → 7\n");
    expect(await session.kernel.valueOf("slider.value")).to.equal("7");
  });

  it("a change of the kernel is sent once, and none is sent where nothing differs", async () => {
    const cell = await session.kernel.ran("slider.value = 7; slider.set({ value: 9, description: 'now' }); slider.value = 9");
    expect(cell.all("comm_msg").map(dataOf)).to.deep.equal([update({ value: 9, description: "now" })]);
  });

  it("what the front end may not set is put right and sent back", async () => {
    const { messages } = await session.kernel.ran("text = widgets.BoundedIntText({ max: 5 }); text");
    const answers = (await sent(opened(messages, "BoundedIntTextModel").id, update({ value: 50 }))).all("comm_msg").map(dataOf);
    expect(answers).to.deep.equal([{ method: "echo_update", state: { value: 50 }, buffer_paths: [] }, update({ value: 5 })]);
  });

  it("request_state is answered with the state, the control comm with everybody's", async () => {
    const { messages } = await session.kernel.ran("widgets.Checkbox({ value: true })");
    const { id } = opened(messages, "CheckboxModel");
    const [answer] = (await sent(id, { method: "request_state" })).all("comm_msg").map(dataOf);
    expect(answer?.["state"]).to.include({ value: true, _model_name: "CheckboxModel" });
    await session.kernel.comm("open", { comm_id: "control", target_name: "jupyter.widget.control" }, { metadata: { version: "1.0.0" } });
    const all = (await sent("control", { method: "request_states" })).all("comm_msg").map(dataOf)[0];
    expect(all?.["method"]).to.equal("update_states");
    const states = all?.["states"] as Record<string, { model_name: string; state: Json }>;
    expect(states[id]).to.include({ model_name: "CheckboxModel" });
    expect(states[id]?.state).to.include({ value: true });
  });

  it("binary fields travel as buffers, both ways", async () => {
    const cell = await session.kernel.ran("const image = widgets.Image({ value: new Uint8Array([1, 2, 3]) }); image");
    const { id, message } = opened(cell.messages, "ImageModel");
    expect([dataOf(message.content)["buffer_paths"], message.buffers]).to.deep.equal([[["value"]], [Buffer.from([1, 2, 3]).toString("base64")]]);
    const changed = await sent(id, update({}, [["value"]]), [Buffer.from([9, 8]).toString("base64")]);
    expect(changed.messages.find(({ msg_type }) => msg_type === "comm_msg")?.buffers).to.deep.equal([Buffer.from([9, 8]).toString("base64")]);
    expect(await session.kernel.valueOf("[...image.value].join()")).to.equal("'9,8'");
  });

  it("a button's click is heard; an unknown method is an error of the message", async () => {
    const { messages } = await session.kernel.ran("const button = widgets.Button({ description: 'Go' }); button.on('click', () => console.log('clicked')); button");
    const { id } = opened(messages, "ButtonModel");
    expect((await sent(id, { method: "custom", content: { event: "click" } })).stdout).to.equal("clicked\n");
    expect((await sent(id, { method: "nonsense" })).errors[0]?.evalue).to.include("nonsense");
  });

  it("custom messages carry JSON and buffers", async () => {
    const { messages } = await session.kernel.ran("const own = anywidget({ render() {}, state: { count: 1 } }); own.on('message', (content, buffers) => own.message({ got: content }, buffers)); own");
    const { id, state } = opened(messages, "AnyModel");
    expect(state).to.include({ _model_module: "anywidget", _view_name: "AnyView", count: 1 });
    expect(state["_esm"]).to.include("export default");
    const answer = (await sent(id, { method: "custom", content: { hi: 1 } }, ["AAE="])).messages[1];
    expect([answer && dataOf(answer.content), answer?.buffers]).to.deep.equal([{ method: "custom", content: { got: { hi: 1 } } }, ["AAE="]]);
  });

  it("a dropdown's choices are values of any type; the front end knows labels", async () => {
    const { messages } = await session.kernel.ran("const drop = widgets.Dropdown({ options: { one: 1, two: 2n, three: { deep: 3 } }, value: 2n }); drop");
    const { id, state } = opened(messages, "DropdownModel");
    expect(state).to.deep.include({ _options_labels: ["one", "two", "three"], index: 1 });
    expect(state).to.not.have.any.keys("options", "value");
    await sent(id, update({ index: 2 }));
    expect(await session.kernel.valueOf("drop.value")).to.equal("{ deep: 3 }");
    expect((await session.kernel.execute("drop.value = 5 as never")).errors[0]?.evalue).to.include("not among its options one, two, three");
  });

  it("a slider is heard while a cell awaits it", async () => {
    const { messages } = await session.kernel.ran("const awaited = widgets.IntSlider(); awaited");
    const cell = await session.kernel.begin("console.log('waiting'); await awaited.next('value')");
    await session.kernel.printed(cell, "waiting");
    await sent(opened(messages, "IntSliderModel").id, update({ value: 4 }));
    expect((await session.kernel.finished(cell)).text).to.equal("4");
  });

  it("interact runs the function with each change, and its output replaces the last", async () => {
    const cell = await session.kernel.ran("const view = interact(({ n, loud }) => { console.log(loud ? 'N' : 'n', n); return n * 2; }, { n: [0, 10, 2], loud: false });");
    const [output, slider] = [opened(cell.messages, "OutputModel"), opened(cell.messages, "IntSliderModel")];
    expect(slider.state).to.include({ min: 0, max: 10, step: 2, value: 4, description: "n" });
    expect(cell.all("display_data")).to.have.length(1);
    expect(cell.stdout).to.equal("");
    const shown = (messages: readonly PeerMessage[]) => messages.filter(({ msg_type, content }) => msg_type === "comm_msg" && content["comm_id"] === output.id).map(({ content }) => stateOf(content)["outputs"] as Json[]).at(-1);
    expect(shown(cell.messages)?.map(({ output_type, text }) => [output_type, text])).to.deep.equal([["stream", "n 4\n"], ["display_data", undefined]]);
    const moved = await sent(slider.id, update({ value: 6 }));
    expect(shown(moved.messages)?.[0]).to.deep.equal({ output_type: "stream", name: "stdout", text: "n 6\n" });
    expect(shown(moved.messages)?.[1]?.["data"]).to.deep.equal({ "text/plain": "12" });
  });

  it("an error inside interact stands in its output and under the message; the next run goes on", async () => {
    const cell = await session.kernel.ran("interact(async ({ n }) => { await null; if (n > 2) throw new RangeError('too much'); return n; }, { n: [0, 4, 1] })");
    const [output, slider] = [opened(cell.messages, "OutputModel"), opened(cell.messages, "IntSliderModel")];
    const moved = await sent(slider.id, update({ value: 3 }));
    const outputs = moved.all("comm_msg").filter(({ comm_id }) => comm_id === output.id).map((content) => stateOf(content)["outputs"] as Json[]).at(-1);
    expect(outputs?.[0]).to.include({ output_type: "error", ename: "RangeError", evalue: "too much" });
    expect(moved.errors[0]?.evalue).to.equal("too much");
    expect((await sent(slider.id, update({ value: 1 }))).errors).to.deep.equal([]);
  });

  it("link keeps two fields equal until it is undone", async () => {
    const { messages } = await session.kernel.ran("const a = widgets.IntSlider({ value: 2 }), b = widgets.IntText(); const tie = link(a, 'value', b, 'value'); [a.value, b.value]");
    await sent(opened(messages, "IntTextModel").id, update({ value: 8 }));
    expect(await session.kernel.valueOf("(tie.unlink(), b.value = 1, [a.value, b.value].join())")).to.equal("'8,1'");
  });

  it("a widget that the front end makes is answered; one of another protocol is refused", async () => {
    const state = { _model_name: "LayoutModel", _model_module: "@jupyter-widgets/base", _model_module_version: "2.0.0", _view_name: "LayoutView", width: "5px" };
    await session.kernel.comm("open", { comm_id: "theirs", target_name: "jupyter.widget", data: { state } }, { metadata: VERSION });
    expect((await sent("theirs", { method: "request_state" })).all("comm_msg").map(dataOf)[0]?.["state"]).to.include({ width: "5px" });
    const refused = await session.kernel.comm("open", { comm_id: "old", target_name: "jupyter.widget", data: { state } }, { metadata: { version: "1.0.0" } });
    expect([refused.errors[0]?.evalue, refused.all("comm_close").length]).to.deep.equal(["the front end speaks version 1.0.0 of the widget protocol; this library speaks 2.1.0", 1]);
  });

  it("closing takes the comm away; later changes stay in the kernel", async () => {
    const cell = await session.kernel.ran("const gone = widgets.Checkbox(); gone.close(); gone.value = true; gone");
    expect(cell.all("comm_close")).to.have.length(1);
    expect(cell.all("comm_msg")).to.have.length(0);
    expect(cell.all("execute_result")[0]?.["data"]).to.not.have.property(VIEW);
  });

  it("unknown and impossible options are refused by name", async () => {
    const refusal = async (code: string) => (await session.kernel.execute(code)).errors[0]?.evalue;
    expect(await refusal("widgets.IntSlider({ maximum: 5 } as never)")).to.match(/IntSlider has no "maximum"; it has .*max/);
    expect(await refusal("widgets.IntSlider({ min: 5, max: 1 })")).to.include("min 5 is above max 1");
    expect(await refusal("widgets.IntSlider({ value: 1.5 })")).to.include("FloatSlider");
    expect(await refusal("widgets.HBox(['text'] as never)")).to.include("HBox holds widgets, not string");
    expect(await refusal("interact(() => 1, { x: null as never })")).to.include('"x" needs a number');
    expect(await refusal("anywidget({ esm: 'export default {' })")).to.match(/Transform failed|Expected/);
  });
});
