// Subshells (JEP 91): made, ended and listed on the control channel; the other requests name theirs in the header.
import * as v from "valibot";
import { fields, type Handler } from "./context";

const schema = v.object({ subshell_id: v.string() });

export const subshellRequests: Readonly<Record<string, Handler>> = {
  create_subshell_request: ({ shells }) => ({ status: "ok", subshell_id: shells.create() }),
  delete_subshell_request: ({ shells, request }) => {
    shells.delete(fields(schema, request).subshell_id);
    return { status: "ok" };
  },
  list_subshell_request: ({ shells }) => ({ status: "ok", subshell_id: shells.ids() }),
};
