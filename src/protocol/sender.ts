// Sends one message after another: zeromq 6 loses messages when sends of one socket overlap past its queue of about 512.
type Frames = readonly (Buffer | string | Uint8Array)[];
interface Sendable { send(frames: (Buffer | string | Uint8Array)[]): Promise<void> }

export class Sender {
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly socket: Sendable) {}

  /** Queues the frames; resolves when ZeroMQ has taken them. A closed socket is not an error: its peer has gone. */
  send(frames: Frames): Promise<void> {
    this.tail = this.tail.then(() => this.socket.send([...frames])).catch(ignoreClosed);
    return this.tail;
  }

  /** Resolves when everything queued so far has been taken. */
  flushed(): Promise<void> {
    return this.tail;
  }
}

function ignoreClosed(error: unknown): void {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "EAGAIN" && code !== "ENOTSOCK" && code !== "EBADF" && code !== "EHOSTUNREACH") throw error;
}
