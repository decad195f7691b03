// A cell that only asks, `name?` or `?name`: what inspection would say of the name, in the front end's pager.
import type { JsonObject } from "../../protocol";
import type { Session } from "../session";

const ASKED = /^\s*(?:\?\s*([\p{ID_Continue}$.]+)|([\p{ID_Continue}$.]+)\s*\?)\s*;?\s*$/u;

/** The name that a cell asks about, if it does nothing else. */
export function askedAbout(source: string): string | undefined {
  const [, before, after] = ASKED.exec(source) ?? [];
  return before ?? after;
}

/** The reply's payload: Markdown and plain text for the pager. @throws if nothing is known of the name. */
export async function help(session: Session, name: string): Promise<JsonObject[]> {
  const found = await session.types.service().inspect(name, name.length);
  if (!found) throw new Error(`Nothing is known about "${name}".`);
  return [{ source: "page", start: 0, data: { "text/plain": found.plain, "text/markdown": found.markdown } }];
}
