// complete_request: what can stand at the cursor, by the types and by what the session holds.
import { type RuntimeName, globalNames, memberNames } from "../../executor/parent/names";
import { type Completion, type Completions, matching, wordStart } from "../../language";
import type { Session } from "../session";
import { cursorSchema, fromUtf16, toUtf16 } from "./cursor";
import { fields, type Handler } from "./context";

/** A cell that computes does not answer; the types do. */
const RUNTIME_MS = 60;

export const completeRequest: Handler = async ({ session, request }) => {
  const { code, cursor_pos } = fields(cursorSchema, request);
  const offset = toUtf16(code, cursor_pos);
  const path = pathBefore(code, offset);
  const [typed, present] = await Promise.all([byTypes(session, code, offset), byRunTime(session, path)]);
  const fits = (path || typed.anyName) && typed.start === wordStart(code, offset);
  const items = fits ? matching([...typed.items, ...present], code.slice(typed.start, offset)) : typed.items;
  const [start, end] = [fromUtf16(code, typed.start), fromUtf16(code, offset)];
  const types = items.map(({ text, type, signature = "" }) => ({ start, end, text, type, signature }));
  return { status: "ok", matches: items.map(({ text }) => text), cursor_start: start, cursor_end: end, metadata: { _jupyter_types_experimental: types } };
};

async function byTypes(session: Session, code: string, offset: number): Promise<Completions> {
  try {
    return await session.types.service().complete(code, offset);
  } catch {
    return { start: wordStart(code, offset), items: [], anyName: true };
  }
}

const PATH = /([\p{ID_Start}$_][\p{ID_Continue}$]*(?:\s*\??\.\s*[\p{ID_Start}$_][\p{ID_Continue}$]*)*)\s*\??\.\s*$/u;

/** `a.b.c` → a, b: the names that lead to what is completed; undefined for a name that stands alone. */
function pathBefore(code: string, offset: number): string[] | undefined {
  return PATH.exec(code.slice(0, wordStart(code, offset)))?.[1]?.split(/\s*\??\.\s*/);
}

/** The properties of that value, or the session's own names. */
async function byRunTime(session: Session, path: string[] | undefined): Promise<Completion[]> {
  const post = (method: string, params: object): ReturnType<Session["executor"]["post"]> => session.executor.post(method, params);
  const late = new Promise<RuntimeName[]>((resolve) => setTimeout(() => resolve([]), RUNTIME_MS));
  const names = await Promise.race([path ? memberNames(post, path) : globalNames(post), late]);
  return names.filter(({ name }) => isIdentifier(name)).map(({ name, isFunction }) => ({ text: name, type: isFunction ? "function" : "instance" }));
}

const isIdentifier = (name: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
