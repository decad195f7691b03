// `await install("pkg")`: npm adds packages to the notebook's own project while the cell waits.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { display, displayable, type Displayable } from "../../display";
import { InstallError, npmInstall, PACKAGE_SPEC } from "../../npm";
import type { Cells } from "./cells";
import { emit } from "./channel";

/** @param folder the notebook's; as in a terminal there, npm takes the nearest folder upwards that has a package.json or node_modules, else this one. */
export function installer(folder: string, cells: Cells): (...packages: string[]) => Promise<void> {
  return async (...packages) => {
    for (const asked of packages) if (typeof asked !== "string" || !/^[^\s-]/.test(asked)) throw new InstallError(`install takes names of npm packages, such as "lodash" or "d3-array@3"; ${JSON.stringify(asked)} is none`);
    const wanted = packages.filter((asked) => !isThere(asked, folder));
    const shown = display(line(wanted.length > 0 ? `${wanted.join(", ")}: asking npm …` : described(packages, folder, "there already")));
    if (wanted.length === 0) return;
    await npmInstall(wanted, { folder, signal: cells.current()?.signal, tell: (text) => shown.update(line(text)) });
    emit("installed", cells.currentId());
    shown.update(line(described(packages, folder, "installed")));
  };
}

const line = (text: string): Displayable => displayable({ "text/plain": text });

/** A name without a version is content with the one that is there. */
function isThere(asked: string, folder: string): boolean {
  const [, name, version] = PACKAGE_SPEC.exec(asked) ?? [];
  const found = name === undefined ? undefined : versionOf(name, folder);
  return found !== undefined && (version === undefined || version === found);
}

function described(packages: string[], folder: string, state: string): string {
  const named = packages.map((asked) => {
    const name = PACKAGE_SPEC.exec(asked)?.[1];
    const version = name && versionOf(name, folder);
    return version ? `${name} ${version}` : asked;
  });
  return `${named.join(", ")}: ${state}`;
}

function versionOf(name: string, folder: string): string | undefined {
  try {
    const { version }: { version?: unknown } = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"));
    return String(version);
  } catch {
    return folder === dirname(folder) ? undefined : versionOf(name, dirname(folder));
  }
}
