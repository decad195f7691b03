// Finds onnxruntime-node, or brings it into the cache: 114 MB with every platform's binaries, so it is no dependency.
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Runtime from "onnxruntime-common";
import { t } from "../../display";
import { findPackage } from "../device/native-folder";
import type { FetchOptions } from "../fetch/package";
import { onnxBinaries } from "./onnx-binaries";
import { fetchPublished } from "./published";

const NAME = "onnxruntime-node";

/** The notebook's own copy, or the cache's. @throws {InstallError} if it cannot be had; an Error if its binary does not load here. */
export async function onnxRuntime(options: FetchOptions): Promise<typeof Runtime> {
  const { platform, arch } = process;
  if (Object.keys(onnxBinaries(platform, arch)).length === 0) throw new Error(t({ en: `${NAME} has no binary for ${platform}-${arch}: ONNX models cannot run here.`, zh: `${NAME} 没有 ${platform}-${arch} 的版本：这里不能运行 ONNX 模型。` }));
  const file = findPackage(NAME) ?? (await fetchPublished(NAME, options));
  try {
    return createRequire(join(__dirname, "from.js"))(file);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
    throw new Error(t({ en: `${NAME} does not load on ${platform}-${arch}: ${reason}`, zh: `${NAME} 无法在 ${platform}-${arch} 上加载：${reason}` }));
  }
}
