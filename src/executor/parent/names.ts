// What the running session knows by name: for completion where types are silent. Nothing of the user's is run: no getter, no proxy's trap.
import type { CdpResponse } from "./cdp";

export interface RuntimeName {
  name: string;
  isFunction: boolean;
}

type Post = (method: string, params: object) => Promise<CdpResponse>;

interface Remote {
  objectId?: string;
  type?: string;
  subtype?: string;
}

interface Property {
  name: string;
  value?: Remote;
  symbol?: object;
}

const GROUP = "names";

/** The properties of what a path of names leads to, `["process", "env"]`; none where a getter or a proxy stands on the way. */
export async function memberNames(post: Post, path: string[]): Promise<RuntimeName[]> {
  try {
    const target = await resolve(post, path);
    return target ? (await properties(post, target)).flatMap(named) : [];
  } finally {
    void post("Runtime.releaseObjectGroup", { objectGroup: GROUP });
  }
}

/** The session's declarations and the properties of the global object. */
export async function globalNames(post: Post): Promise<RuntimeName[]> {
  const { result } = await post("Runtime.globalLexicalScopeNames", {});
  const declared = result && "names" in result && Array.isArray(result.names) ? result.names : [];
  return [...declared.map((name) => ({ name: String(name), isFunction: false })), ...(await memberNames(post, ["globalThis"]))];
}

/** Whether a name would be found at run time. */
export async function isKnown(post: Post, name: string): Promise<boolean> {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return false;
  const remote = await evaluated(post, `typeof ${name}`);
  return remote !== undefined && Reflect.get(remote, "value") !== "undefined";
}

async function resolve(post: Post, [root = "", ...rest]: string[]): Promise<Remote | undefined> {
  let target = await evaluated(post, root);
  for (const name of rest) target = target && (await properties(post, target)).find((property) => property.name === name)?.value;
  return target;
}

/** A getter of the global object that does anything is refused by V8 itself. */
async function evaluated(post: Post, expression: string): Promise<Remote | undefined> {
  const { result } = await post("Runtime.evaluate", { expression, replMode: true, throwOnSideEffect: true, silent: true, objectGroup: GROUP });
  return result && "result" in result && !("exceptionDetails" in result) ? (result.result as Remote) : undefined;
}

async function properties(post: Post, { objectId, subtype }: Remote): Promise<Property[]> {
  if (!objectId || subtype === "proxy") return [];
  const { result } = await post("Runtime.getProperties", { objectId, ownProperties: false, nonIndexedPropertiesOnly: true });
  return result && "result" in result && Array.isArray(result.result) ? result.result : [];
}

const named = ({ name, value, symbol }: Property): RuntimeName[] => (symbol ? [] : [{ name, isFunction: value?.type === "function" }]);
