// Turns of the event loop, one callback each. Node forgets where it was in a batch of immediates when an interrupt terminates one
// that is not the first: from then on it runs none (processImmediate, "reading '_idleNext'"). Each of these is a batch of its own.
const schedule = setImmediate; // taken before anything can wrap it
const waiting: (() => void)[] = [];
let isScheduled = false;

/** Runs the work at the event loop's next turn, or a later one if other work waits. */
export function nextTurn(work: () => void): void {
  waiting.push(work);
  ensureScheduled();
}

function ensureScheduled(): void {
  if (isScheduled || waiting.length === 0) return;
  isScheduled = true;
  schedule(turn);
}

/** The next one is scheduled first: this one may be terminated. */
function turn(): void {
  isScheduled = false;
  const work = waiting.shift();
  ensureScheduled();
  work?.();
}
