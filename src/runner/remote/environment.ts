// A server's kernels have the server's environment: what tells Cellwright's library how to run is set in the kernel instead.
import type { JsonObject } from "../../protocol";

/** Read while cells run. (Folders of this machine and what the kernel itself reads at its start are not among them.) */
const NAMES = ["CELLWRIGHT_HEADLESS", "CELLWRIGHT_SCALE", "CELLWRIGHT_SLOW", "CELLWRIGHT_DEVICE", "CELLWRIGHT_LANG"];

/** Code that sets the variables that are set here; undefined for another kernel. */
export function settingCode({ implementation }: JsonObject, env: NodeJS.ProcessEnv): string | undefined {
  const given = Object.fromEntries(NAMES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
  return implementation === "cellwright" && Object.keys(given).length > 0 ? `Object.assign(process.env, ${JSON.stringify(given)});` : undefined;
}
