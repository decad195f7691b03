// Connection files: addresses, and one clear line for each way a file can be wrong.
import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConnectionFileError, endpoint, readConnectionFile } from "../../src/protocol";

const whole = { transport: "tcp", ip: "127.0.0.1", shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5, key: "k", signature_scheme: "hmac-sha256" };

describe("a connection file", () => {
  const folder = mkdtempSync(join(tmpdir(), "cellwright-connection-"));
  after(() => rmSync(folder, { recursive: true }));
  const written = (text: string): string => {
    const path = join(folder, "connection.json");
    writeFileSync(path, text);
    return path;
  };

  it("gives each channel's address", () => {
    const info = readConnectionFile(written(JSON.stringify(whole)));
    expect(endpoint(info, "iopub")).to.equal("tcp://127.0.0.1:2");
    expect(endpoint({ ...info, transport: "ipc", ip: "/tmp/kernel" }, "shell")).to.equal("ipc:///tmp/kernel-1");
    expect(endpoint({ ...info, ip: "::1" }, "hb")).to.equal("tcp://[::1]:5");
  });

  for (const [fault, text, words] of [
    ["is cut short", '{"shell_port": 1', "JSON"],
    ["lacks a port", JSON.stringify({ ...whole, hb_port: undefined }), "hb_port"],
    ["has a port that is no number", JSON.stringify({ ...whole, shell_port: "x" }), "shell_port"],
    ["names an unknown transport", JSON.stringify({ ...whole, transport: "smoke" }), "transport"],
  ] as const) {
    it(`that ${fault} is named with its fault in one line`, () => {
      const path = written(text);
      expect(() => readConnectionFile(path)).to.throw(ConnectionFileError, words).with.property("message").that.includes(path).and.not.includes("\n");
    });
  }

  it("that does not exist is named", () => {
    expect(() => readConnectionFile(join(folder, "none.json"))).to.throw(ConnectionFileError, "none.json");
  });
});
