// debug_request: a message of the Debug Adapter Protocol inside a Jupyter message.
import * as v from "valibot";
import { fields, type Handler } from "./context";

const schema = v.object({ seq: v.number(), type: v.literal("request"), command: v.string(), arguments: v.optional(v.unknown()) });

export const debugRequest: Handler = ({ session, request }) => session.debugger.answer(fields(schema, request));
