// Terminal text on a page.
import { expect } from "chai";
import { ansiToHtml } from "../../../src/runner/html/ansi";

describe("terminal text as HTML", () => {
  it("escapes what HTML would read as its own", () => {
    expect(ansiToHtml("<b> & \"x\"")).to.equal("&lt;b&gt; &amp; &quot;x&quot;");
  });

  it("knows the sixteen colours, weights and resets", () => {
    expect(ansiToHtml("\u001b[1;31mred\u001b[0m plain \u001b[92mgreen\u001b[39m")).to.equal('<span class="ansi-bold ansi-fg-1">red</span> plain <span class="ansi-fg-10">green</span>');
  });

  it("knows the 256 colours and true colour", () => {
    expect(ansiToHtml("\u001b[38;5;196mx")).to.equal('<span style="color:#ff0000">x</span>');
    expect(ansiToHtml("\u001b[48;2;1;2;3;4mx")).to.equal('<span class="ansi-underline" style="background-color:#010203">x</span>');
  });

  it("shows of a rewritten line only the last state", () => {
    expect(ansiToHtml("10 %\r50 %\r100 %\nnext\r\nab\bc")).to.equal("100 %\nnext\nac");
  });

  it("leaves out cursor moves, titles and links", () => {
    expect(ansiToHtml("\u001b[2K\u001b[1Aa\u001b]8;;http://x\u0007b\u001b]8;;\u0007")).to.equal("ab");
  });
});
