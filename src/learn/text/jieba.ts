// Chinese word segmentation by jieba (S. Junyi; in Rust by M. Park, as WebAssembly by fengkx), which npm brings once.
import { createRequire } from "node:module";
import { join } from "node:path";
import { type FetchOptions, fetchPackage, type PublishedPackage } from "../fetch/package";
import { type Notice, notice } from "../fetch/notice";

const wasm: PublishedPackage & Notice = {
  title: { en: "jieba, Chinese word segmentation", zh: "结巴中文分词" },
  package: "jieba-wasm",
  version: "2.4.0",
  folder: "pkg/nodejs",
  files: {
    "jieba_rs_wasm.js": "3f7ed59b2d1745a14567a212eeeba7e5c82dad29cea1402d908b317b5a7a24a4",
    "jieba_rs_wasm_bg.wasm": "06593dfa9234d927385aa98a0be294366a5d52f2148113ba0aa782b550728146",
  },
  alone: true,
  megabytes: 11,
  licence: "MIT",
  attribution: "S. Junyi (dictionary), M. Park (jieba-rs), fengkx (jieba-wasm 2.4.0)",
};

/** What the package exports (its own types are not installed with us). */
interface Wasm {
  cut(text: string, hmm?: boolean): string[];
  cut_for_search(text: string, hmm?: boolean): string[];
  tag(text: string, hmm?: boolean): { word: string; tag: string }[];
  add_word(word: string, frequency?: number, tag?: string): number;
}

/** How Chinese text is cut into words. */
export interface CutOptions {
  /** Adds the short words in long ones, as a search index wants them. */
  search?: boolean;
  /** Finds words that the dictionary lacks, by a hidden Markov model. */
  hmm?: boolean;
}

/** Cuts Chinese text into words, by a dictionary. */
export interface Jieba {
  /** A text's words, in order. */
  cut(text: string, options?: CutOptions): string[];
  /** Words with their part of speech, in the ICTCLAS tags: n noun, v verb, … */
  tag(text: string): { word: string; tag: string }[];
  /** Adds a word for the rest of the process. */
  add(word: string, frequency?: number): void;
}

/**
 * Loads jieba; npm brings it (11 MB) the first time. One line says whose it is.
 * @throws {InstallError} if npm cannot bring it, with what to do; an Error if a file was altered.
 */
export async function jieba(options: FetchOptions = {}): Promise<Jieba> {
  const folder = await fetchPackage(wasm, options);
  const { cut, cut_for_search: cutForSearch, tag, add_word: addWord }: Wasm = createRequire(join(__dirname, "from.js"))(join(folder, "jieba_rs_wasm.js"));
  if (!options.quiet) console.log(notice(wasm));
  return {
    cut: (text, { search = false, hmm = true } = {}) => (search ? cutForSearch(text, hmm) : cut(text, hmm)),
    tag: (text) => tag(text, true),
    add: (word, frequency) => void addWord(word, frequency),
  };
}
