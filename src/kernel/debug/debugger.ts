// The debugger of a session: JupyterLab's Debug Adapter Protocol on one side, V8's inspector in the executor on the other.
import type { Debugger as V8, Runtime } from "node:inspector";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Executor } from "../../executor/parent/executor";
import type { CellLanguage } from "../../language";
import type { JsonObject } from "../../protocol";
import type { CellRecord, CellRecords } from "../cells";
import { packageRoot } from "../package-root";
import { Breakpoints } from "./breakpoints";
import { type Inspector, inspectorOver } from "./inspector";
import { Pause } from "./pause";
import { FILE_PREFIX, FILE_SUFFIX, HASH_SEED, Sources, pathOfCell } from "./sources";
import { OBJECT_GROUP, References, children, shown, typeOf, variableOf } from "./variables";

/** What it needs of the session. */
export interface DebuggedSession {
  readonly cells: CellRecords;
  readonly executor: Executor;
  readonly language: CellLanguage;
  /** Sends a debug_event, under the request of the cell that runs. */
  event(content: JsonObject): void;
}

type Command = (given: never) => object | undefined | Promise<object | undefined>;
type ErrorFilter = "all" | "uncaught";

const THREAD = 1;

export class SessionDebugger {
  readonly #session: DebuggedSession;
  readonly #sources: Sources;
  readonly #breakpoints: Breakpoints;
  readonly #references = new References();
  readonly #inspect: Inspector;
  #isAttached = false;
  /** The executor that it is enabled in: after a death there is another. */
  #enabled: Executor | undefined;
  #pause: Pause | undefined;
  #stepping = false;
  #filter: ErrorFilter | undefined;
  #instrumentation: string | undefined;
  #sequence = 0;

  constructor(session: DebuggedSession) {
    this.#session = session;
    this.#inspect = inspectorOver((method, params) => session.executor.post(method, params));
    this.#sources = new Sources(session.cells);
    this.#breakpoints = new Breakpoints(this.#inspect, this.#sources, (source) => session.language.rewrite(source, { id: 0, url: "ts-cell:///breakpoint.ts" }));
  }

  /** Answers one request of the protocol; a failure is an answer, too. */
  async answer(request: DebugProtocol.Request): Promise<JsonObject> {
    const response = { seq: ++this.#sequence, type: "response", request_seq: request.seq, command: request.command };
    try {
      const command: Command | undefined = Object.hasOwn(this.#commands, request.command) ? this.#commands[request.command] : undefined;
      if (!command) throw new Error(`The debugger does not know "${request.command}".`);
      const given: object = request.arguments ?? {};
      const body = await Reflect.apply(command, this, [given]);
      return { ...response, success: true, body: body ?? {} };
    } catch (error) {
      return { ...response, success: false, message: error instanceof Error ? error.message : String(error), body: {} };
    }
  }

  /** Sets the breakpoints of a cell that is about to run. Costs nothing while no debugger is attached. */
  async beforeRun(cell: CellRecord): Promise<void> {
    if (!this.#isAttached) return;
    await this.#enable();
    await this.#breakpoints.beforeRun(cell, pathOfCell(cell.source));
  }

  /** Ends what it has stopped, for an interrupt. @returns false if nothing is stopped. */
  async terminate(): Promise<boolean> {
    if (!this.#pause) return false;
    await this.#go("Debugger.resume", { terminateOnResume: true });
    return true;
  }

  /** A notification of V8's. */
  notified(method: string, params: object): void {
    if (!this.#isAttached) return;
    if (method === "Debugger.scriptParsed") this.#parsed(params as V8.ScriptParsedEventDataType);
    else if (method === "Debugger.paused") void this.#paused(params as V8.PausedEventDataType);
    else if (method === "Debugger.resumed") this.#resumed();
  }

  readonly #commands: Record<string, Command> = {
    initialize: () => CAPABILITIES,
    attach: () => this.#attach(),
    configurationDone: () => undefined,
    disconnect: () => this.#detach(),
    terminate: () => this.#detach(),
    debugInfo: () => this.#info(),
    dumpCell: ({ code }: { code: string }) => ({ sourcePath: this.#sources.dump(code) }),
    source: ({ source }: DebugProtocol.SourceArguments) => ({ content: this.#sources.text(source?.path ?? ""), mimeType: "text/typescript" }),
    setBreakpoints: async ({ source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments) => this.#setBreakpoints(source.path ?? "", breakpoints),
    setExceptionBreakpoints: ({ filters }: DebugProtocol.SetExceptionBreakpointsArguments) => this.#setErrorFilter(filters),
    exceptionInfo: () => this.#stopped().exception(),
    threads: () => ({ threads: [{ id: THREAD, name: "cells" }] }),
    stackTrace: () => ({ stackFrames: this.#stopped().stackFrames(), totalFrames: this.#stopped().frames.length }),
    scopes: ({ frameId }: DebugProtocol.ScopesArguments) => ({ scopes: this.#stopped().scopes(frameId, this.#references) }),
    variables: async (given: DebugProtocol.VariablesArguments) => ({ variables: await children(this.#inspect, this.#references, given) }),
    evaluate: (given: DebugProtocol.EvaluateArguments) => this.#evaluate(given),
    continue: () => this.#go("Debugger.resume").then(() => ({ allThreadsContinued: true })),
    next: () => this.#go("Debugger.stepOver"),
    stepIn: () => this.#go("Debugger.stepInto"),
    stepOut: () => this.#go("Debugger.stepOut"),
    pause: () => this.#inspect("Debugger.pause").then(() => undefined),
    modules: () => ({ modules: [], totalModules: 0 }),
    inspectVariables: () => this.#inspectVariables(),
    richInspectVariables: (given: { variableName: string; frameId?: number }) => this.#richlyInspect(given),
    copyToGlobals: (given: { srcVariableName: string; dstVariableName: string; srcFrameId: number }) => this.#copyToGlobals(given),
  };

  async #attach(): Promise<undefined> {
    this.#isAttached = true;
    await this.#enable();
    this.#event("initialized");
    this.#event("process", { name: "cellwright", isLocalProcess: true, startMethod: "attach" });
  }

  /** In this executor, once: its steps never enter Node's files or the kernel's. */
  async #enable(): Promise<void> {
    const { executor } = this.#session;
    if (this.#enabled === executor) return;
    this.#enabled = executor;
    this.#sources.clear();
    this.#resumed();
    await this.#inspect("Debugger.enable");
    await this.#inspect("Debugger.setBlackboxPatterns", { patterns: ["^node:", "^evalmachine", "/node_modules/", escaped(join(packageRoot, "dist")), escaped(join(packageRoot, "src", "executor"))] });
    await this.#applyErrorFilter();
    for (const { source, breakpoints } of this.#breakpoints.list()) await this.#breakpoints.replace(source, breakpoints);
  }

  async #detach(): Promise<undefined> {
    this.#breakpoints.clear();
    this.#filter = undefined;
    if (this.#pause) await this.#go("Debugger.resume");
    if (this.#enabled === this.#session.executor) await this.#inspect("Debugger.disable");
    [this.#isAttached, this.#enabled, this.#instrumentation] = [false, undefined, undefined];
  }

  #info(): object {
    return {
      isStarted: this.#isAttached, hashMethod: "Murmur2", hashSeed: HASH_SEED, tmpFilePrefix: FILE_PREFIX, tmpFileSuffix: FILE_SUFFIX,
      breakpoints: this.#breakpoints.list(), stoppedThreads: this.#pause ? [THREAD] : [], richRendering: true, exceptionPaths: FILTERS.map(({ filter }) => filter), copyToGlobals: true,
    };
  }

  async #setBreakpoints(path: string, wanted: DebugProtocol.SourceBreakpoint[]): Promise<object> {
    const breakpoints = await this.#breakpoints.replace(path, wanted);
    if (this.#breakpoints.inModules && !this.#instrumentation) {
      const { breakpointId } = await this.#inspect("Debugger.setInstrumentationBreakpoint", { instrumentation: "beforeScriptWithSourceMapExecution" });
      this.#instrumentation = breakpointId;
    }
    return { breakpoints };
  }

  async #setErrorFilter(filters: string[]): Promise<object> {
    this.#filter = filters.includes("all") ? "all" : filters.includes("uncaught") ? "uncaught" : undefined;
    if (this.#isAttached) await this.#applyErrorFilter();
    return { breakpoints: filters.map(() => ({ verified: true })) };
  }

  /** V8's own "uncaught" never stops in a cell: V8 stops at all of them, and the caught ones are let go. */
  async #applyErrorFilter(): Promise<void> {
    await this.#inspect("Debugger.setPauseOnExceptions", { state: this.#filter ? "all" : "none" });
  }

  #parsed({ scriptId, url, sourceMapURL }: V8.ScriptParsedEventDataType): void {
    this.#sources.addScript(scriptId, { url, sourceMap: sourceMapURL });
    if (!this.#instrumentation) void this.#breakpoints.parsed(scriptId, { url, sourceMap: sourceMapURL });
  }

  async #paused(event: V8.PausedEventDataType): Promise<void> {
    const pause = new Pause(event, this.#sources);
    if (event.reason === "instrumentation") return this.#beforeModule(event);
    if (!pause.inUserCode && !pause.isError) return void (await this.#inspect(this.#stepping && pause.frames.length > 0 ? "Debugger.stepOut" : "Debugger.resume"));
    if (pause.frames.length === 0 || (pause.isError && this.#filter === "uncaught" && !pause.isUncaught)) return void (await this.#inspect("Debugger.resume"));
    this.#pause = pause;
    const reason = pause.reason(this.#stepping);
    const text = pause.isError ? { text: pause.exception().description, description: pause.exception().description } : {};
    this.#event("stopped", { reason, threadId: THREAD, allThreadsStopped: true, preserveFocusHint: false, ...text });
  }

  /** A module's breakpoints are set before its first line runs. */
  async #beforeModule({ data }: V8.PausedEventDataType): Promise<void> {
    const { scriptId }: { scriptId?: string } = data ?? {};
    const script = scriptId === undefined ? undefined : this.#sources.script(scriptId);
    if (scriptId !== undefined && script) await this.#breakpoints.parsed(scriptId, script);
    await this.#inspect("Debugger.resume");
  }

  #resumed(): void {
    this.#pause = undefined;
    this.#references.clear();
  }

  #stopped(): Pause {
    if (!this.#pause) throw new Error("The session is not stopped.");
    return this.#pause;
  }

  async #go(method: "Debugger.resume" | "Debugger.stepOver" | "Debugger.stepInto" | "Debugger.stepOut", more: object = {}): Promise<undefined> {
    this.#stopped();
    this.#stepping = method !== "Debugger.resume";
    this.#resumed();
    this.#event("continued", { threadId: THREAD, allThreadsContinued: true });
    await this.#inspect(method, more);
  }

  async #evaluate({ expression, frameId }: DebugProtocol.EvaluateArguments): Promise<object> {
    const { result, exceptionDetails } = await this.#value(expression, frameId);
    if (exceptionDetails) throw new Error((exceptionDetails.exception?.description ?? exceptionDetails.text).split("\n")[0]);
    return { result: shown(result), type: typeOf(result), variablesReference: this.#references.of(result) };
  }

  /** In a frame while the session is stopped, else in the session. */
  #value(expression: string, frameId: number | undefined): Promise<Runtime.EvaluateReturnType> {
    const how = { expression, objectGroup: OBJECT_GROUP, generatePreview: true, silent: true };
    if (this.#pause && frameId) return this.#inspect("Debugger.evaluateOnCallFrame", { ...how, callFrameId: this.#pause.frame(frameId).callFrameId });
    return this.#inspect("Runtime.evaluate", { ...how, replMode: true, awaitPromise: !this.#pause });
  }

  /** The session's names with their values, for the variables panel: without a stop, and without running anything of the user's. */
  async #inspectVariables(): Promise<object> {
    const { names } = await this.#inspect("Runtime.globalLexicalScopeNames");
    const found = names.filter((name) => !name.startsWith("__cellwright")).map(async (name) => {
      const { result, exceptionDetails } = await this.#inspect("Runtime.evaluate", { expression: name, replMode: true, throwOnSideEffect: true, silent: true, generatePreview: true, objectGroup: OBJECT_GROUP });
      return variableOf(name, { value: exceptionDetails ? undefined : result }, this.#references);
    });
    return { variables: await Promise.all(found) };
  }

  /** As the value would show itself under a cell; while the session is stopped, as text. */
  async #richlyInspect({ variableName, frameId }: { variableName: string; frameId?: number }): Promise<object> {
    if (this.#pause) {
      const { result } = await this.#value(variableName, frameId);
      return { data: { "text/plain": shown(result) }, metadata: {} };
    }
    const outcome = await this.#session.executor.evaluate(variableName);
    if (outcome.status === "error") throw new Error(outcome.error.message);
    return { ...outcome.rendered };
  }

  async #copyToGlobals({ srcVariableName, dstVariableName, srcFrameId }: { srcVariableName: string; dstVariableName: string; srcFrameId: number }): Promise<undefined> {
    this.#stopped();
    const { exceptionDetails } = await this.#value(`globalThis[${JSON.stringify(dstVariableName)}] = ${srcVariableName}`, srcFrameId);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  #event(event: string, body: object = {}): void {
    this.#session.event({ seq: ++this.#sequence, type: "event", event, body });
  }
}

const FILTERS = [
  { filter: "all", label: "All errors", default: false },
  { filter: "uncaught", label: "Uncaught errors", default: false },
];

const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true, supportsConditionalBreakpoints: true, supportsLogPoints: true, supportsEvaluateForHovers: true, supportsExceptionInfoRequest: true,
  supportsTerminateRequest: true, supportsModulesRequest: true, exceptionBreakpointFilters: FILTERS,
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
