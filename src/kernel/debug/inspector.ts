// Calls of the Chrome DevTools Protocol with their results' types.
import type { Debugger, Runtime } from "node:inspector";
import type { CdpResponse } from "../../executor/parent/cdp";

interface Calls {
  "Debugger.enable": object;
  "Debugger.disable": object;
  "Debugger.resume": object;
  "Debugger.pause": object;
  "Debugger.stepInto": object;
  "Debugger.stepOut": object;
  "Debugger.stepOver": object;
  "Debugger.removeBreakpoint": object;
  "Debugger.setBreakpointsActive": object;
  "Debugger.setPauseOnExceptions": object;
  "Debugger.setSkipAllPauses": object;
  "Debugger.setBlackboxPatterns": object;
  "Debugger.setInstrumentationBreakpoint": Debugger.SetBreakpointReturnType;
  "Debugger.setBreakpointByUrl": Debugger.SetBreakpointByUrlReturnType;
  "Debugger.setBreakpoint": Debugger.SetBreakpointReturnType;
  "Debugger.evaluateOnCallFrame": Debugger.EvaluateOnCallFrameReturnType;
  "Runtime.evaluate": Runtime.EvaluateReturnType;
  "Runtime.getProperties": Runtime.GetPropertiesReturnType;
  "Runtime.globalLexicalScopeNames": Runtime.GlobalLexicalScopeNamesReturnType;
  "Runtime.releaseObjectGroup": object;
}

export type Inspector = <Method extends keyof Calls>(method: Method, params?: object) => Promise<Calls[Method]>;

/** @throws what V8 says against the call. */
export function inspectorOver(post: (method: string, params?: object) => Promise<CdpResponse>): Inspector {
  return async (method, params = {}) => {
    const { result, error } = await post(method, params);
    if (error || !result) throw new Error(error ?? `${method} was not answered`);
    return result as Calls[typeof method]; // what the protocol's own types say of this method
  };
}
