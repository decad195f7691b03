// What every request handler is given, and how a request's fields are read.
import * as v from "valibot";
import type { JsonObject, Message } from "../../protocol";
import type { Session } from "../session";
import { RequestError } from "./request-error";

export interface RequestContext {
  session: Session;
  shells: {
    create(): string;
    delete(id: string): void;
    ids(): string[];
    /** Aborts every cell that waits for its turn. */
    abort(): void;
  };
  request: Message;
}

/** Answers one request; the returned content is the reply. */
export type Handler = (context: RequestContext) => JsonObject | Promise<JsonObject>;

/** Reads the fields of a request; a wrong one is named in the reply. @throws {RequestError} */
export function fields<S extends v.GenericSchema>(schema: S, request: Message): v.InferOutput<S> {
  const parsed = v.safeParse(schema, request.content);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new RequestError(`${request.header.msg_type}: ${v.getDotPath(issue) ?? "content"}: ${issue.message}`);
}
