// What the kernel says of itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROTOCOL_VERSION, type JsonObject } from "../protocol";
import { packageRoot } from "./package-root";

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as { version: string };
  return version;
}

export function kernelInfo(): JsonObject {
  const version = ownVersion();
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "cellwright",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: "7.0.2",
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: "typescript",
      nbconvert_exporter: "script",
    },
    banner: `Cellwright ${version}: TypeScript on Node ${process.versions.node}`,
    help_links: [
      { text: "TypeScript handbook", url: "https://www.typescriptlang.org/docs/handbook/" },
      { text: "Node.js API", url: "https://nodejs.org/api/" },
    ],
    debugger: true,
    supported_features: ["debugger", "kernel subshells"],
  };
}
