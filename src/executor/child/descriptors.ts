// Descriptors 1 and 2, on which native code and inherited children write: the kernel is told by sentinels what belongs to which cell.
import { sentinel, type Sentinel } from "../frames";
import { writeAll } from "./channel";

export class Descriptors {
  /** `token` tells this session's sentinels from anything that a program may print. */
  constructor(private readonly token: string) {}

  mark(says: Sentinel): void {
    const bytes = Buffer.from(sentinel(this.token, says));
    for (const descriptor of [1, 2]) writeUnlessClosed(descriptor, bytes);
  }

  /** Runs `work`, and drops what native code wrote meanwhile; should `work` throw, or the process end in it, it is shown. */
  quietly = <T>(work: () => T): T => {
    let says: Sentinel = "release";
    this.mark("hold");
    try {
      const result = work();
      says = "drop";
      return result;
    } finally {
      this.mark(says);
    }
  };
}

/** A cell may have closed descriptor 1 or 2; the kernel then sees its end and waits for no sentinel. */
function writeUnlessClosed(descriptor: number, bytes: Uint8Array): void {
  try {
    writeAll(descriptor, bytes);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && (error.code === "EBADF" || error.code === "EPIPE"))) throw error;
  }
}
