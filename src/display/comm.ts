// Comms: named two-way channels between cells and the front end, as the notebook system's host carries them.
import { currentHost } from "./host";
import type { Comm, CommContent, CommHandler, CommOpenOptions, Comms, CommTargetHandler } from "./host";

export type { Comm, CommContent, CommHandler, CommOpenOptions, Comms, CommTargetHandler };

/**
 * The session's comms.
 * @throws {Error} from every method under a host that carries none (see `comms.available`).
 */
export const comms: Comms & { readonly available: boolean } = {
  /** Whether the host carries comms. */
  get available() {
    return currentHost().comms !== undefined;
  },
  register: (target, handler) => carried().register(target, handler),
  open: (target, options) => carried().open(target, options),
};

function carried(): Comms {
  const { comms: found, name } = currentHost();
  if (found) return found;
  throw new Error(`comms need a kernel that carries them, such as Cellwright; this is ${name === "plain" ? "a plain Node process" : name}`);
}
