// Lint: oxlint's rules, then the arrows between the rooms (dependency-cruiser).
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tools = [
  ["node_modules/oxlint/bin/oxlint", "--deny-warnings", "src", "scripts", "test"],
  ["node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.cjs", "src"],
];
for (const [tool, ...args] of tools) {
  const { status } = spawnSync(process.execPath, [tool, ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
