import { expect } from "chai";
import { HeaderMaker, messageOf } from "../../../src/protocol";
import { Ledger } from "../../../src/runner/remote/ledger";

describe("the ledger of a kernel's messages", () => {
  const ours = "our-session";
  const message = (number: number, parent: string, session = "kernel"): ReturnType<typeof messageOf> =>
    messageOf({ header: { msg_id: `${session}_77_${number}`, msg_type: "stream", session }, parent: { msg_id: `${parent}-request`, session: parent }, metadata: {}, content: {} }, []);
  const ledgerOf = (numbers: readonly number[], parent = ours): Ledger => {
    const ledger = new Ledger(ours);
    for (const number of numbers) ledger.note(message(number, parent));
    return ledger;
  };

  it("finds none lost in a whole sequence, in whatever order it came", () => {
    expect(ledgerOf([4, 5, 7, 6, 8]).lostSince(4)).to.equal(0);
  });

  it("counts the gaps after the mark, not those before it", () => {
    expect(ledgerOf([1, 3, 4, 6, 9]).lostSince(4)).to.equal(3);
  });

  it("knows that the answers to others' requests do not reach us", () => {
    const ledger = ledgerOf([1, 2]);
    for (const number of [3, 5]) ledger.note(message(number, "the server")); // busy, the reply that is 4, idle
    ledger.note(message(6, ours));
    expect(ledger.lostSince(2)).to.equal(0);
  });

  it("has no mark for a kernel that does not number its messages", () => {
    const ledger = new Ledger(ours);
    ledger.note(messageOf({ header: { msg_id: "0b7c6d9e-aaaa", msg_type: "stream", session: "kernel" }, parent: {}, metadata: {}, content: {} }, []));
    expect(ledger.mark).to.equal(undefined);
  });

  it("follows Cellwright's own numbers", () => {
    const headers = new HeaderMaker("cellwright-session");
    const [first, , third] = [headers.make("status"), headers.make("stream"), headers.make("status")];
    const ledger = new Ledger(ours);
    for (const header of [first, third]) if (header) ledger.note(messageOf({ header, parent: {}, metadata: {}, content: {} }, []));
    expect(ledger.lostSince(1)).to.equal(1);
  });
});
