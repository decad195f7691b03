// TypeScript's language server as a child process, over JSON-RPC; a new one is started when the last has died.
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { MessageConnection } from "vscode-jsonrpc/node";
import type { DocumentName, Workspace } from "./workspace";

/** Go's collector keeps to this; a session with tfjs and plotly.js imported and 500 cells needs 200. */
const MEMORY = { GOMEMLIMIT: "240MiB", GOGC: "60" };
const MOST_CRASHES = 3;

const CAPABILITIES = {
  general: { positionEncodings: ["utf-16"] },
  textDocument: {
    completion: { completionList: { itemDefaults: ["editRange"] }, completionItem: { documentationFormat: ["markdown"], insertReplaceSupport: false, labelDetailsSupport: true }, contextSupport: true },
    hover: { contentFormat: ["markdown"] },
    signatureHelp: { signatureInformation: { documentationFormat: ["markdown"], parameterInformation: { labelOffsetSupport: true }, activeParameterSupport: true } },
    diagnostic: {},
  },
  workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: false } },
};

/** No names of modules that are not imported: a completion could not import them. */
const SETTINGS = { suggest: { autoImports: false }, preferences: { includeCompletionsForModuleExports: false } };

interface Running {
  child: ChildProcess;
  connection: MessageConnection;
  /** The version of each open document. */
  versions: Map<DocumentName, number>;
}

export class TypeServer {
  #running: Promise<Running> | undefined;
  #crashes = 0;
  #disposed = false;

  constructor(readonly workspace: Workspace) {}

  /** @throws if the server cannot be started, or has died too often. */
  async request<Result>(method: string, params: object): Promise<Result> {
    const { connection } = await this.#server();
    return connection.sendRequest<Result>(method, params);
  }

  /** Shows the server a document's new text. */
  async show(name: DocumentName, text: string): Promise<void> {
    const { connection, versions } = await this.#server();
    const version = (versions.get(name) ?? 0) + 1;
    const uri = this.workspace.uri(name);
    if (version === 1) await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: uri.endsWith("x") ? "typescriptreact" : "typescript", version, text } });
    else await connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
    versions.set(name, version);
  }

  /** Tells of files that were written; a server that is not running will read them anyway. */
  async written(files: { name: string; isNew: boolean }[]): Promise<void> {
    const running = await this.#running;
    const changes = files.map(({ name, isNew }) => ({ uri: this.workspace.uri(name), type: isNew ? 1 : 2 }));
    await running?.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
  }

  /** Lets it look at everything anew: the next request starts another. */
  async restart(): Promise<void> {
    const running = await this.#running?.catch(() => undefined);
    this.#running = undefined;
    running?.child.kill();
    running?.connection.dispose();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const running = await this.#running?.catch(() => undefined);
    running?.child.kill();
  }

  /** The process's number, while it runs. */
  async pid(): Promise<number | undefined> {
    return (await this.#running)?.child.pid;
  }

  #server(): Promise<Running> {
    if (this.#disposed) return Promise.reject(new Error("The type service is closed."));
    if (this.#crashes >= MOST_CRASHES) return Promise.reject(new Error(`TypeScript's server has ended ${MOST_CRASHES} times; types rest until the kernel is restarted.`));
    return (this.#running ??= this.#start());
  }

  async #start(): Promise<Running> {
    const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = await import("vscode-jsonrpc/node");
    const child = spawn(executable(), ["--lsp", "--stdio"], { cwd: this.workspace.cells, stdio: ["pipe", "pipe", "ignore"], env: { ...process.env, ...MEMORY } });
    child.on("error", () => this.#lost(child));
    child.on("exit", () => this.#lost(child));
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => SETTINGS));
    connection.onRequest(() => null);
    connection.onError(() => undefined);
    child.stdin.on("error", () => undefined);
    connection.listen();
    const ended = new Promise<never>((_, reject) => child.once("exit", () => reject(new Error("TypeScript's server ended."))));
    const uri = pathToFileURL(this.workspace.cells).href;
    await Promise.race([connection.sendRequest("initialize", { processId: process.pid, rootUri: uri, workspaceFolders: [{ uri, name: "cells" }], capabilities: CAPABILITIES }), ended]);
    await connection.sendNotification("initialized", {});
    return { child, connection, versions: new Map() };
  }

  #lost(child: ChildProcess): void {
    if (child.killed) return;
    void this.#running?.then((running) => running.child === child && running.connection.dispose(), () => undefined);
    this.#running = undefined;
    if (!this.#disposed) this.#crashes++;
  }
}

/** The binary that npm put beside the `typescript` package. @throws if there is none for this machine. */
function executable(): string {
  const beside = createRequire(require.resolve("typescript/package.json"));
  const manifest = beside.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`);
  return join(dirname(manifest), "lib", process.platform === "win32" ? "tsc.exe" : "tsc");
}
