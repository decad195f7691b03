// The kernel's sockets, against real ZeroMQ sockets of a client.
import { expect } from "chai";
import { Dealer, Subscriber } from "zeromq";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BindError, decode, encode, endpoint, HeaderMaker, KernelSockets, Signer, type ConnectionInfo, type Message } from "../../src/protocol";

const headers = new HeaderMaker();

describe("the kernel's sockets", () => {
  const folder = mkdtempSync(join(tmpdir(), "cw-"));
  const info: ConnectionInfo = { transport: "ipc", ip: join(folder, "k"), shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5, key: "k", signature_scheme: "hmac-sha256" };
  const sockets = new KernelSockets(info);
  const received: Message[] = [];
  const rejected: string[] = [];
  let subscribed: (topic: string) => void = () => undefined;
  const subscription = new Promise<string>((resolve) => (subscribed = resolve));

  before(() => sockets.open({ message: (message) => void received.push(message), subscribed: (topic) => subscribed(topic), rejected: (reason) => void rejected.push(reason) }));
  after(async () => {
    await sockets.close();
    rmSync(folder, { recursive: true });
  });

  it("lose none of 3,000 messages sent at once, and keep their order", async () => {
    const subscriber = new Subscriber({ receiveHighWaterMark: 0 });
    subscriber.connect(endpoint(info, "iopub"));
    subscriber.subscribe();
    await subscription;
    for (let n = 0; n < 3000; n++) void sockets.send("iopub", { identities: ["stream"], header: headers.make("stream"), content: { n } });
    const numbers: unknown[] = [];
    for await (const frames of subscriber) if (numbers.push(decode(frames, new Signer("k")).content["n"]) === 3000) break;
    subscriber.close();
    expect(numbers).to.deep.equal(Array.from({ length: 3000 }, (_, n) => n));
  });

  it("deliver signed requests and report the others", async () => {
    const dealer = new Dealer();
    dealer.connect(endpoint(info, "shell"));
    await dealer.send(encode({ header: headers.make("forged_request"), content: {} }, new Signer("wrong")));
    await dealer.send(encode({ header: headers.make("kernel_info_request"), content: {} }, new Signer("k")));
    await until(() => received.length > 0);
    dealer.close();
    expect(received.map(({ header }) => header.msg_type)).to.deep.equal(["kernel_info_request"]);
    expect(rejected.join()).to.include("signature");
  });

  it("echo heartbeats", async () => {
    const dealer = new Dealer();
    dealer.connect(endpoint(info, "hb"));
    await dealer.send("ping");
    const [frame] = await dealer.receive();
    dealer.close();
    expect(String(frame)).to.equal("ping");
  });

  it("name channel and address when a port is taken", async () => {
    const holder = new Dealer();
    await holder.bind("tcp://127.0.0.1:*");
    const port = Number(/\d+$/.exec(holder.lastEndpoint ?? "")?.[0]);
    const second = new KernelSockets({ ...info, transport: "tcp", ip: "127.0.0.1", shell_port: port, iopub_port: 0, stdin_port: 0, control_port: 0, hb_port: 0 });
    const failure = await second.open({ message: () => undefined, subscribed: () => undefined, rejected: () => undefined }).then(() => undefined, (error: unknown) => error);
    await second.close();
    holder.close();
    expect(failure).to.be.instanceOf(BindError).with.property("message").that.includes("shell").and.includes(String(port));
  });
});

async function until(condition: () => boolean, deadline = Date.now() + 5000): Promise<void> {
  while (!condition() && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
}
