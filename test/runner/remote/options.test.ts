import { expect } from "chai";
import { join } from "node:path";
import { serverOptions } from "../../../src/runner/remote/server-options";
import { serverPath } from "../../../src/runner/remote/server-kernels";

describe("a server's options", () => {
  const url = (server: string): string | undefined => serverOptions({ server }, {})?.url;

  it("take the address that a browser shows", () => {
    expect(url("http://localhost:8888/lab/tree/a.ipynb?token=x")).to.equal("http://localhost:8888/");
    expect(url("http://localhost:8888/tree")).to.equal("http://localhost:8888/");
    expect(url("https://hub.example.org/user/ann/lab")).to.equal("https://hub.example.org/user/ann/");
    expect(url("https://hub.example.org/user/lab")).to.equal("https://hub.example.org/user/lab/"); // a user may be called lab
  });

  it("take the token from the option before the address, from that before the environment", () => {
    const token = (server: string, given?: string): string | undefined => serverOptions({ server, token: given }, { JUPYTER_TOKEN: "c" })?.token;
    expect([token("http://h/?token=b", "a"), token("http://h/?token=b"), token("http://h/")]).to.deep.equal(["a", "b", "c"]);
  });

  it("refuse what means nothing", () => {
    for (const given of [{ token: "x" }, { reconnect: 3 }, { serverFolder: "f" }]) expect(() => serverOptions(given, {})).to.throw("need --server");
    expect(() => serverOptions({ server: "ftp://h/" }, {})).to.throw("expected an address");
    expect(() => serverOptions({ server: "http://ann:secret@h/" }, {})).to.throw(/^(?!.*secret).*no user or password/);
    expect(() => serverOptions({ server: "http://h/", typecheck: true }, {})).to.throw("CELLWRIGHT_TYPES");
  });

  it("name a notebook's place on the server", () => {
    expect(serverPath(join(process.cwd(), "notebooks", "a.ipynb"))).to.equal("notebooks/a.ipynb");
    expect(serverPath(join(process.cwd(), "notebooks", "a.ipynb"), "/course/")).to.equal("course/notebooks/a.ipynb");
    expect(serverPath(join(process.cwd(), "..", "a.ipynb"), "course")).to.equal("course/a.ipynb");
  });
});
