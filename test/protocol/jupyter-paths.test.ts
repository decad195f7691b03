// Jupyter's folders on every platform, from the environment alone.
import { expect } from "chai";
import { activePrefix, dataFolders, prefixDataFolder, userDataFolder, type Machine } from "../../src/protocol";

const linux = (env: NodeJS.ProcessEnv = {}): Machine => ({ platform: "linux", env, home: "/home/ada" });
const mac = (env: NodeJS.ProcessEnv = {}): Machine => ({ platform: "darwin", env, home: "/Users/ada" });
const windows = (env: NodeJS.ProcessEnv = {}): Machine => ({ platform: "win32", env, home: "C:\\Users\\ada" });

describe("Jupyter's data folders", () => {
  it("of the user lie where each platform has them", () => {
    expect(userDataFolder(linux())).to.equal("/home/ada/.local/share/jupyter");
    expect(userDataFolder(mac())).to.equal("/Users/ada/Library/Jupyter");
    expect(userDataFolder(windows())).to.equal("C:\\Users\\ada\\AppData\\Roaming\\jupyter");
  });

  it("follow the variables that Jupyter follows", () => {
    expect(userDataFolder(linux({ XDG_DATA_HOME: "/data" }))).to.equal("/data/jupyter");
    expect(userDataFolder(mac({ XDG_DATA_HOME: "/data" }))).to.equal("/Users/ada/Library/Jupyter");
    expect(userDataFolder(windows({ APPDATA: "D:\\Roaming" }))).to.equal("D:\\Roaming\\jupyter");
    for (const machine of [linux, mac, windows]) expect(userDataFolder(machine({ JUPYTER_DATA_DIR: "/own" }))).to.equal("/own");
  });

  it("come nearest first: JUPYTER_PATH, the user's, the environment's, the system's", () => {
    expect(dataFolders(linux({ JUPYTER_PATH: "/a:/b", VIRTUAL_ENV: "/venv" }))).to.deep.equal([
      "/a", "/b", "/home/ada/.local/share/jupyter", "/venv/share/jupyter", "/usr/local/share/jupyter", "/usr/share/jupyter",
    ]);
    expect(dataFolders(windows({ JUPYTER_PATH: "D:\\a;D:\\b", CONDA_PREFIX: "D:\\conda", PROGRAMDATA: "D:\\Data" }))).to.deep.equal([
      "D:\\a", "D:\\b", "C:\\Users\\ada\\AppData\\Roaming\\jupyter", "D:\\conda\\share\\jupyter", "D:\\Data\\jupyter",
    ]);
  });

  it("name each folder once, and pass over empty variables", () => {
    expect(dataFolders(mac({ JUPYTER_PATH: "/usr/share/jupyter", VIRTUAL_ENV: "" }))).to.deep.equal(["/usr/share/jupyter", "/Users/ada/Library/Jupyter", "/usr/local/share/jupyter"]);
  });

  it("of a prefix, and which environment is active", () => {
    expect(prefixDataFolder(windows(), "D:\\conda")).to.equal("D:\\conda\\share\\jupyter");
    expect([activePrefix(linux({ VIRTUAL_ENV: "/venv", CONDA_PREFIX: "/conda" })), activePrefix(linux({ CONDA_PREFIX: "/conda" })), activePrefix(linux())]).to.deep.equal(["/venv", "/conda", undefined]);
  });
});
