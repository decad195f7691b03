// Where a kernelspec may point: not into a package runner's cache, a temporary folder, or a path that an upgrade renames.
import { expect } from "chai";
import { copiesFolder, isLasting } from "../../src/install/lasting";
import type { Machine } from "../../src/protocol";

const linux: Machine = { platform: "linux", env: {}, home: "/home/ada" };
const windows: Machine = { platform: "win32", env: { LOCALAPPDATA: "C:\\Users\\ada\\AppData\\Local" }, home: "C:\\Users\\ada" };

describe("a lasting place", () => {
  for (const [folder, lasts] of Object.entries({
    "/usr/lib/node_modules/cellwright": true,
    "/home/ada/project/node_modules/cellwright": true,
    "/home/ada/.npm/_npx/3f1/node_modules/cellwright": false,
    "/home/ada/.cache/pnpm/dlx-12/node_modules/cellwright": false,
    "/home/ada/project/node_modules/.pnpm/cellwright@1.0.0/node_modules/cellwright": false,
    "/tmp/bunx-1000-cellwright/node_modules/cellwright": false,
    "/tmp/here/cellwright": false,
    "/tmpfiles/cellwright": true,
  })) {
    it(`${lasts ? "is" : "is not"} ${folder}`, () => expect(isLasting(linux, folder, ["/tmp"])).to.equal(lasts));
  }

  it("is told by Windows' separators on Windows", () => {
    expect(isLasting(windows, "C:\\Users\\ada\\AppData\\Local\\npm-cache\\_npx\\3f1\\node_modules\\cellwright", [])).to.equal(false);
    expect(isLasting(windows, "C:\\Users\\ada\\AppData\\Local\\Temp\\x\\cellwright", ["C:\\Users\\ada\\AppData\\Local\\Temp"])).to.equal(false);
    expect(isLasting(windows, "C:\\Program Files\\nodejs\\node_modules\\cellwright", ["C:\\Users\\ada\\AppData\\Local\\Temp"])).to.equal(true);
  });

  it("for copies is each platform's folder for an application's data", () => {
    expect(copiesFolder(linux)).to.equal("/home/ada/.local/share/cellwright");
    expect(copiesFolder({ ...linux, platform: "darwin", home: "/Users/ada" })).to.equal("/Users/ada/Library/Application Support/cellwright");
    expect(copiesFolder(windows)).to.equal("C:\\Users\\ada\\AppData\\Local\\cellwright");
  });
});
