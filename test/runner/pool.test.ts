// The pool: order, size, groups, the first error.
import { expect } from "chai";
import { pooled } from "../../src/runner/pool";

/** Work that ends when it is told to, and a log of what began. */
function desk(): { began: string[]; end(name: string): void; work(name: string): Promise<string> } {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    began,
    end: (name) => ends.get(name)?.(),
    work: (name) => new Promise((resolve) => {
      began.push(name);
      ends.set(name, () => resolve(`${name} done`));
    }),
  };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const firstLetter = (name: string): string => name.charAt(0);

describe("a pool", () => {
  it("begins in order, so many at a time, and answers in order", async () => {
    const { began, end, work } = desk();
    const all = pooled(["a", "b", "c"], { size: 2, group: () => undefined, work });
    expect(began).to.deep.equal(["a", "b"]);
    end("b");
    await turn();
    expect(began).to.deep.equal(["a", "b", "c"]);
    end("a");
    end("c");
    expect(await all).to.deep.equal(["a done", "b done", "c done"]);
  });

  it("works on one of a group at a time, and on others meanwhile", async () => {
    const { began, end, work } = desk();
    const all = pooled(["a1", "a2", "b1"], { size: 2, group: firstLetter, work });
    expect(began).to.deep.equal(["a1", "b1"]);
    end("b1");
    await turn();
    expect(began).to.deep.equal(["a1", "b1"]);
    end("a1");
    await turn();
    expect(began).to.deep.equal(["a1", "b1", "a2"]);
    end("a2");
    expect(await all).to.deep.equal(["a1 done", "a2 done", "b1 done"]);
  });

  it("throws the first error once all that began has ended, and begins nothing more", async () => {
    const { began, end, work } = desk();
    const all = pooled(["bad", "a", "b"], { size: 2, group: () => undefined, work: (name) => (name === "bad" ? Promise.reject(new Error("broken")) : work(name)) });
    await turn();
    end("a");
    const error = await all.then(() => undefined, (reason: unknown) => reason);
    expect(String(error)).to.equal("Error: broken");
    expect(began).to.deep.equal(["a"]);
  });
});
