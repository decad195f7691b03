// Sends one message after another: zeromq 6 loses messages when sends of one socket overlap past its queue of about 512.
type Frames = readonly (Buffer | string | Uint8Array)[];
const RETRY_MS = 10;
interface Sendable { send(frames: (Buffer | string | Uint8Array)[]): Promise<void> }

export class Sender {
  private tail: Promise<void> = Promise.resolve();

  /** @param patienceMs how long a message waits for a peer that is not connected yet; needs a socket that reports it. */
  constructor(private readonly socket: Sendable, private readonly patienceMs = 0) {}

  /** Queues the frames; resolves when ZeroMQ has taken them. A closed socket is not an error: its peer has gone. */
  send(frames: Frames): Promise<void> {
    this.tail = this.tail.then(() => this.deliver([...frames])).catch(ignoreClosed);
    return this.tail;
  }

  /** Resolves when everything queued so far has been taken. */
  flushed(): Promise<void> {
    return this.tail;
  }

  private async deliver(frames: (Buffer | string | Uint8Array)[]): Promise<void> {
    for (const start = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, RETRY_MS))) {
      try {
        return await this.socket.send(frames);
      } catch (error) {
        if (codeOf(error) !== "EHOSTUNREACH" || Date.now() - start >= this.patienceMs) throw error;
      }
    }
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function ignoreClosed(error: unknown): void {
  const code = codeOf(error);
  if (code !== "EAGAIN" && code !== "ENOTSOCK" && code !== "EBADF" && code !== "EHOSTUNREACH") throw error;
}
