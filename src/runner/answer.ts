// A cell's run on a kernel: its messages as they come, and its end, when both the reply and the idle status are there.
import type { Message } from "../protocol";
import type { RunningKernel } from "./kernel";

export interface Asked {
  /** The request's msg_id. */
  id: string;
  /** Resolves with the reply once all that the cell has put out is here. */
  answered: Promise<Message>;
}

/** @param take gets every iopub message from now on; `own`: it belongs to this cell. */
export function ask(kernel: RunningKernel, code: string, take: (message: Message, own: boolean) => void): Asked {
  const { id, reply } = kernel.execute(code);
  const idle = new Promise<void>((resolve) => {
    kernel.onIopub = (message) => {
      const own = message.parent.msg_id === id;
      take(message, own);
      if (own && message.header.msg_type === "status" && message.content["execution_state"] === "idle") resolve();
    };
  });
  return { id, answered: Promise.all([reply, idle]).then(([message]) => message) };
}
