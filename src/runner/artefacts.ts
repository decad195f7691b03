// Folders in which notebooks that compute the same (a lesson's languages) share what they have trained; outputs are never shared.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { computationKey } from "./cache";
import type { Kernelspec } from "./kernelspec";
import type { Notebook } from "./notebook";

interface Computation { notebook: Notebook; spec: Kernelspec }

/** The variable by which a kernel is told its folder (`artefact` of the library reads it). */
export const ARTEFACTS = "CELLWRIGHT_ARTEFACTS";

export class Artefacts {
  private readonly home: string;

  /** @param keptIn outlives the run; else a temporary folder that `close` removes. The path is whole: a kernel reads it in its notebook's folder. */
  constructor(private readonly keptIn: string | undefined, private readonly inputs: string, private readonly env: NodeJS.ProcessEnv) {
    this.home = keptIn ? resolve(keptIn, ".cellwright-artefacts") : mkdtempSync(join(tmpdir(), "cw-artefacts-"));
  }

  /** Alike for notebooks that share a folder; undefined for those that keep nothing. */
  keyOf({ notebook, spec }: Computation): string | undefined {
    const keeps = notebook.cells.some(({ cell_type, source }) => cell_type === "code" && /\bartefact\s*\(/.test(source));
    return keeps ? computationKey(notebook, spec, this.inputs, this.env) : undefined;
  }

  /** The kernel's environment, with the notebook's folder; one that was set outside stays. */
  environment(key: string | undefined): NodeJS.ProcessEnv {
    return key === undefined ? this.env : { [ARTEFACTS]: join(this.home, key), ...this.env };
  }

  /** Removes the folders of all other computations. */
  keepOnly(keys: readonly string[]): void {
    for (const name of namesIn(this.home)) if (!keys.includes(name)) rmSync(join(this.home, name), { recursive: true, force: true });
  }

  close(): void {
    if (!this.keptIn) rmSync(this.home, { recursive: true, force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // nothing was kept yet
  }
}
