// comm_info_request: which comms are open.
import * as v from "valibot";
import { fields, type Handler } from "./context";

const schema = v.object({ target_name: v.optional(v.nullable(v.string())) });

export const commInfo: Handler = ({ session, request }) => {
  session.types.warm(); // asked by a front end that opens a notebook
  return session.comms.info(fields(schema, request).target_name ?? undefined);
};
