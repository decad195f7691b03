// What a host that carries comms offers.

/** One message of a comm: JSON, with binary buffers beside it. */
export interface CommContent {
  /** Whatever JSON can carry. */
  data: Record<string, unknown>;
  /** Beside the data; empty from most front ends. */
  metadata: Record<string, unknown>;
  /** Binary parts, in order. */
  buffers: readonly Uint8Array[];
}

/** What it throws or rejects with is shown as an error of the message; the comm stays open. */
export type CommHandler = (message: CommContent) => unknown;
/** Called for each comm that the front end opens to a target. */
export type CommTargetHandler = (comm: Comm, message: CommContent) => unknown;

/** What goes with the opening. */
export interface CommOpenOptions extends Partial<CommContent> {
  /** A fresh UUID by default. */
  id?: string;
}

/** One open channel between a cell and the front end. */
export interface Comm {
  /** A UUID, the same on both sides. */
  readonly id: string;
  /** The name that it was opened to. */
  readonly target: string;
  /** Whether either side has closed it. */
  readonly closed: boolean;
  /** Sends a message to the front end. @param data what JSON can carry. @throws {Error} if the comm is closed. */
  send(data: Record<string, unknown>, more?: Partial<Omit<CommContent, "data">>): void;
  /** Tells the front end; a closed comm stays closed. */
  close(data?: Record<string, unknown>): void;
  /** What comes from the front end. @returns a function that takes the handler away. */
  on(event: "message" | "close", handler: CommHandler): () => void;
}

/** Opens comms, and answers those that the front end opens. */
export interface Comms {
  /** Answers the front end's `comm_open` for a target; an unregistered target's comm is closed at once. The later registration counts. @returns a function that takes it back. */
  register(target: string, handler: CommTargetHandler): () => void;
  /** Opens a comm to the front end, where the target must be known. */
  open(target: string, options?: CommOpenOptions): Comm;
}
