// Cells of one shell run one after another; after an error the requests already waiting are aborted, unless it was told not to stop.
import type { JsonObject, Message } from "../protocol";
import { type Executed, execute, executeFields } from "./requests/execute";
import type { Session } from "./session";

/** Wraps the work in busy and idle, and sends what it returns as the reply; `beforeIdle` follows the reply. */
export type Answer = (request: Message, work: () => Promise<JsonObject>, beforeIdle?: () => Promise<void>) => Promise<JsonObject>;

export class ExecuteQueue {
  private waiting: Message[] = [];
  private busy = false;

  constructor(private readonly session: Session, private readonly answer: Answer) {}

  add(request: Message): void {
    this.waiting.push(request);
    if (!this.busy) void this.drain();
  }

  /** Answers with "aborted" everything that waits, or the given part of it. */
  async abort(requests: readonly Message[] = this.waiting): Promise<void> {
    const doomed = new Set(requests);
    this.waiting = this.waiting.filter((request) => !doomed.has(request));
    for (const request of doomed) await this.answer(request, async () => ({ status: "aborted", execution_count: this.session.executionCount }));
  }

  private async drain(): Promise<void> {
    this.busy = true;
    for (let request = this.waiting.shift(); request; request = this.waiting.shift()) await this.run(request);
    this.busy = false;
  }

  private async run(request: Message): Promise<void> {
    let doomed: readonly Message[] = [];
    let executed: Executed | undefined;
    const work = async (): Promise<JsonObject> => {
      executed = await execute(this.session, request);
      if (executed.reply["status"] === "error" && executeFields(request).stop_on_error) doomed = await this.arrived();
      return executed.reply;
    };
    await this.answer(request, work, async () => executed?.settle(this.waiting.length > 0));
    await this.abort(doomed);
  }

  /** What has arrived before the error's reply leaves cannot be an answer to it: only that is aborted. */
  private async arrived(): Promise<readonly Message[]> {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    return [...this.waiting];
  }
}
