// A kernel's heartbeat: it echoes what it is sent, also while a cell computes.
import { Dealer } from "zeromq";

export class Heartbeat {
  private readonly socket = new Dealer({ linger: 0, sendHighWaterMark: 1, sendTimeout: 0 });
  private waitingSince: number | undefined;

  constructor(endpoint: string) {
    this.socket.connect(endpoint);
    void this.listen();
  }

  /** Asks for a beat, unless one is still to come. */
  ask(): void {
    if (this.waitingSince !== undefined || this.socket.closed) return;
    this.waitingSince = performance.now();
    void this.socket.send(["", "ping"]).catch(() => undefined); // an empty frame first: the kernel's side may be a REP socket
  }

  /** How long the kernel owes a beat, in ms. */
  get silence(): number {
    return this.waitingSince === undefined ? 0 : performance.now() - this.waitingSince;
  }

  close(): void {
    this.socket.close();
  }

  private async listen(): Promise<void> {
    try {
      for await (const _ of this.socket) this.waitingSince = undefined;
    } catch (error) {
      if (!this.socket.closed) throw error;
    }
  }
}
