// Types across the cells of a session, by TypeScript's own language server.
import { type TypeProblem, check } from "./check";
import { type Completions, complete } from "./complete";
import { type Inspection, inspect } from "./inspect";
import { Scope, cellModule } from "./scope";
import { TypeServer } from "./server";
import { Workspace, type WorkspaceOptions } from "./workspace";

export type { TypeProblem } from "./check";
export type { Completion, Completions } from "./complete";
export type { Inspection } from "./inspect";
export { matching, wordStart } from "./complete";

export interface TypeService {
  /** A cell has run, or failed to: its names are seen from now on. */
  add(cell: number, source: string): Promise<void>;
  /** Offsets are UTF-16. Rejects if TypeScript cannot be had. */
  complete(source: string, offset: number): Promise<Completions>;
  inspect(source: string, offset: number): Promise<Inspection | undefined>;
  check(source: string): Promise<TypeProblem[]>;
  /** Packages have come to the notebook's project, or gone. */
  packagesChanged(): Promise<void>;
  /** The server's process, for measuring. */
  pid(): Promise<number | undefined>;
  dispose(): Promise<void>;
}

/** Starts nothing until it is asked something. */
export function createTypeService(options: WorkspaceOptions): TypeService {
  const workspace = new Workspace(options);
  const server = new TypeServer(workspace);
  const scope = new Scope();
  const [draft, current] = [inTurn(), inTurn()];
  return {
    async add(cell, source) {
      workspace.write(cellModule(cell), scope.add(cell, source));
      workspace.write("scope", scope.text());
      await server.written([{ name: cellModule(cell), isNew: true }, { name: "scope", isNew: false }]);
    },
    complete: (source, offset) => draft(() => complete(server, scope, source, offset)),
    inspect: (source, offset) => draft(() => inspect(server, scope, source, offset)),
    check: (source) => current(() => check(server, scope, source)),
    packagesChanged() {
      workspace.linkPackages();
      return server.restart();
    },
    pid: () => server.pid(),
    async dispose() {
      await server.dispose();
      workspace.dispose();
    },
  };
}

/** One at a time: each shows its own text of the same document. */
function inTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}
