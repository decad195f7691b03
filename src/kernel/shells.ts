// The main shell and its subshells (JEP 91): each runs its cells one after another, beside the others.
import { randomUUID } from "node:crypto";
import type { Message } from "../protocol";
import type { ExecuteQueue } from "./execute-queue";
import { RequestError } from "./requests/request-error";

export class Shells {
  private readonly main: ExecuteQueue;
  private readonly subshells = new Map<string, ExecuteQueue>();

  constructor(private readonly createQueue: () => ExecuteQueue) {
    this.main = createQueue();
  }

  create(): string {
    const id = randomUUID();
    this.subshells.set(id, this.createQueue());
    return id;
  }

  /** What waits there is aborted; a cell that runs ends by itself. @throws {UnknownSubshellError} */
  delete(id: string): void {
    const queue = this.subshells.get(id);
    if (!queue) throw new UnknownSubshellError(id);
    void queue.abort();
    this.subshells.delete(id);
  }

  ids(): string[] {
    return [...this.subshells.keys()];
  }

  /** The shell that a request names in its header, if there is one. */
  of({ header }: Message): ExecuteQueue | undefined {
    return header.subshell_id ? this.subshells.get(header.subshell_id) : this.main;
  }

  /** Aborts everything that waits, in every shell. */
  abort(): void {
    for (const queue of [this.main, ...this.subshells.values()]) void queue.abort();
  }
}

export class UnknownSubshellError extends RequestError {
  override name = "UnknownSubshellError";

  constructor(id: unknown) {
    super(`there is no subshell ${JSON.stringify(id)}`);
  }
}
