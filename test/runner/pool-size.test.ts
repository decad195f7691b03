// How many notebooks run at a time by default.
import { expect } from "chai";
import { availableParallelism } from "node:os";
import { defaultJobs } from "../../src/runner/pool-size";

const GIB = 2 ** 30;

describe("notebooks at a time", () => {
  it("are one a processor where memory suffices", () => {
    expect(defaultJobs({ processors: 8, memory: 64 * GIB })).to.equal(8);
  });

  it("are fewer where memory is short, and one at least", () => {
    expect(defaultJobs({ processors: 64, memory: 3 * GIB })).to.equal(4);
    expect(defaultJobs({ processors: 4, memory: GIB / 4 })).to.equal(1);
  });

  it("fit this machine", () => {
    expect(defaultJobs()).to.be.within(1, availableParallelism());
  });
});
