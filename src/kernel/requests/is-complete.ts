// is_complete_request: whether a console should run the text or ask for another line.
import * as v from "valibot";
import { fields, type Handler } from "./context";

export const isComplete: Handler = ({ session, request }) => {
  const { code } = fields(v.object({ code: v.string() }), request);
  const { status, indent } = session.language.isComplete(code);
  return status === "incomplete" ? { status, indent } : { status };
};
