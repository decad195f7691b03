// Which handler answers which request; to add a request type, add its file and its row here.
import { kernelInfo } from "../info";
import { commInfo } from "./comm-info";
import { completeRequest } from "./complete";
import type { Handler } from "./context";
import { debugRequest } from "./debug";
import { history } from "./history";
import { inspectRequest } from "./inspect";
import { isComplete } from "./is-complete";
import { subshellRequests } from "./subshells";
import { usage } from "./usage";

export const handlers: Readonly<Record<string, Handler>> = {
  kernel_info_request: () => kernelInfo(),
  is_complete_request: isComplete,
  history_request: history,
  comm_info_request: commInfo,
  complete_request: completeRequest,
  inspect_request: inspectRequest,
  debug_request: debugRequest,
  ...subshellRequests,
  usage_request: usage,
  interrupt_request: async ({ session, shells }) => {
    shells.abort();
    await session.interrupt();
    return { status: "ok" };
  },
};
