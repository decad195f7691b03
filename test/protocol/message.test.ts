// Messages on the wire: what is accepted, what is refused before it is parsed.
import { expect } from "chai";
import { decode, encode, HeaderMaker, MessageError, Signer } from "../../src/protocol";

const KEY = "a0b1c2";
const framesOf = (content: Record<string, unknown>, key = KEY): Buffer[] =>
  encode({ identities: ["client"], header: new HeaderMaker("s").make("execute_request"), content, buffers: [Buffer.from([1, 2])] }, new Signer(key)).map((frame) => Buffer.from(frame));

describe("a message", () => {
  it("comes back from its frames with identities, content and buffers", () => {
    const message = decode(framesOf({ code: "1 + 1" }), new Signer(KEY));
    expect(message.header.msg_type).to.equal("execute_request");
    expect(message.content).to.deep.equal({ code: "1 + 1" });
    expect(message.identities.map(String)).to.deep.equal(["client"]);
    expect(message.buffers.map((buffer) => [...buffer])).to.deep.equal([[1, 2]]);
  });

  it("is refused with a wrong signature before its JSON is parsed", () => {
    const frames = framesOf({ code: "1" }, "another key");
    frames[3] = Buffer.from("{not json");
    expect(() => decode(frames, new Signer(KEY))).to.throw(MessageError, "signature");
  });

  it("is refused the second time", () => {
    const signer = new Signer(KEY);
    const frames = framesOf({ code: "1" });
    decode(frames, signer);
    expect(() => decode(frames, signer)).to.throw(MessageError, "used before");
  });

  it("is refused when frames are missing, not JSON, or not objects", () => {
    const signer = new Signer("");
    expect(() => decode([Buffer.from("x")], signer)).to.throw(MessageError, "too few frames");
    const broken = framesOf({}, "");
    broken[6] = Buffer.from("{");
    expect(() => decode(broken, signer)).to.throw(MessageError, "not JSON");
    const list = framesOf({}, "");
    list[6] = Buffer.from("[]");
    expect(() => decode(list, signer)).to.throw(MessageError, "content");
  });
});
