// history_request: inputs of this and earlier sessions.
import * as v from "valibot";
import { fields, type Handler } from "./context";

const schema = v.object({
  hist_access_type: v.optional(v.picklist(["range", "tail", "search"]), "tail"),
  output: v.optional(v.boolean(), false),
  session: v.optional(v.number(), 0),
  start: v.optional(v.number(), 0),
  stop: v.optional(v.nullable(v.number()), null),
  n: v.optional(v.nullable(v.number()), 0),
  pattern: v.optional(v.nullable(v.string()), "*"),
  unique: v.optional(v.boolean(), false),
});

export const history: Handler = ({ session, request }) => {
  const asked = fields(schema, request);
  return { status: "ok", history: session.history.query({ ...asked, n: asked.n ?? 0, pattern: asked.pattern ?? "*" }) };
};
