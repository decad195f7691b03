// inspect_request: the type and the documentation of what is at the cursor.
import { cursorSchema, toUtf16 } from "./cursor";
import { fields, type Handler } from "./context";

export const inspectRequest: Handler = async ({ session, request }) => {
  const { code, cursor_pos } = fields(cursorSchema, request);
  const found = await session.types.service().inspect(code, toUtf16(code, cursor_pos)).catch(() => undefined);
  if (!found) return { status: "ok", found: false, data: {}, metadata: {} };
  return { status: "ok", found: true, data: { "text/plain": found.plain, "text/markdown": found.markdown }, metadata: {} };
};
