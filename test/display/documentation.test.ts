// Everything that the package exports is documented, and typed without `any`: read from the built .d.ts files.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { parseSync, Visitor } from "oxc-parser";
import { apiOf, placesOf, type Place } from "../../src/runner/api";
import { firstSentence } from "../../src/runner/api/doc-comment";

const root = resolve(__dirname, "../..");
const dist = join(root, "dist");
const built = existsSync(join(dist, "index.d.ts"));

/** What the language or a protocol names by itself. */
const UNDERSTOOD = /^(constructor|toString|\[.*|DISPLAY|METADATA|inspect\.custom)$/;

/** What is exported without a sentence of its own (tags alone are none): `nn.GPT`, `Trace#x`. */
function undocumented(places: readonly Place[]): string[] {
  return places.flatMap((place) => [...(firstSentence(place.entry.doc) ? [] : [place.path]), ...place.entry.members.filter(({ name }) => !isTold(place, name, places)).map(({ name }) => `${place.path}#${name}`)]);
}

/** By itself, by an overload, by the class that has it first, or by the class's own comment: what its constructor is given. Plain data (presets) are told of as a whole. */
function isTold({ path, entry }: Place, name: string, places: readonly Place[]): boolean {
  const same = entry.members.filter((member) => member.name === name);
  if (UNDERSTOOD.test(name) || same.some(({ doc }) => firstSentence(doc)) || (entry.kind === "value" && same.every(({ callable }) => !callable))) return true;
  if (name === "name" && entry.bases.includes("Error")) return true;
  const constructor = entry.members.find((member) => member.name === "constructor");
  if (constructor && new RegExp(`[(,\\s]${name}\\??:`).test(constructor.signature) && entry.doc) return true;
  const prefix = path.slice(0, path.lastIndexOf(".") + 1);
  const bases = places.filter((place) => entry.bases.some((base) => place.path === prefix + base || place.path === base));
  return bases.some((base) => base.entry.members.some((member) => member.name === name) && isTold(base, name, places));
}

/** The lines on which a declaration file says `any`. */
function anyIn(path: string): string[] {
  const source = readFileSync(path, "utf8");
  const found: string[] = [];
  new Visitor({ TSAnyKeyword: ({ start }) => void found.push(`${path.slice(root.length + 1)}:${source.slice(0, start).split("\n").length}`) }).visit(parseSync(path, source).program);
  return found;
}

(built ? describe : describe.skip)(`what the package exports${built ? "" : " (missing: the build)"}`, () => {
  it("is documented, every name and every member", () => {
    const places = placesOf(apiOf(root));
    expect(places.length).to.be.greaterThan(250);
    expect(undocumented(places)).to.deep.equal([]);
  });

  it("is typed without any", () => {
    const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".d.ts"));
    expect(files.flatMap((path) => anyIn(join(dist, path)))).to.deep.equal([]);
  });

  it("would be noticed if it were not", () => {
    const bare = { name: "bare", kind: "function" as const, signatures: [], doc: "", members: [{ name: "x", signature: "x: number", doc: "", callable: false }], entries: [], bases: [] };
    expect(undocumented([{ path: "bare", module: "m", page: "bare.html", entry: bare }])).to.deep.equal(["bare", "bare#x"]);
  });
});
