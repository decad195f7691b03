// Whether npm can bring a package here; tests that need it are skipped by name where not.
import { spawnSync } from "node:child_process";

/** Skips the suite of a `before` hook, its tests named with the reason, unless npm's registry answers for the package. */
export function needsRegistry(hook: Mocha.Context, spec: string): void {
  if (spawnSync("npm", ["view", spec, "version"], { timeout: 30_000 }).status === 0) return;
  hook.test?.parent?.eachTest((test) => void (test.title += " (skipped: npm's registry cannot be reached)"));
  hook.skip();
}
