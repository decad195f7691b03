// Watches a kernel while a cell runs: how much memory it holds, and whether it still answers.
import { stopped, type Stopped } from "../ends";
import type { KernelHealth } from "../kernel";

/** How far a kernel may go. */
export interface WatchOptions {
  /** Bytes that the kernel and its children may hold; no limit if left out. */
  memory?: number;
  /** Seconds without a heartbeat and without work after which a kernel is given up; 30 by default, 0: never. */
  hangTimeout?: number;
}

const LOOK_MS = 400;
const NOTICE_MS = 1200;
const HANG_SECONDS = 30;

export class WatchDog {
  /** Resolves with the cell's end once the kernel goes too far. */
  readonly bites: Promise<Stopped>;
  private bite: (end: Stopped) => void = () => undefined;
  private readonly timer: NodeJS.Timeout | undefined;
  private noticed = false;

  /** @param notice is told at once what may turn out to be harmless. */
  constructor(health: KernelHealth | undefined, private readonly options: WatchOptions, private readonly notice: (text: string) => void) {
    this.bites = new Promise((resolve) => (this.bite = resolve));
    if (health) this.timer = setInterval(() => this.look(health), LOOK_MS).unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  private look(health: KernelHealth): void {
    const { memory } = this.options;
    const bytes = memory === undefined ? 0 : (health.memory() ?? 0);
    if (memory !== undefined && bytes > memory) this.bite(stopped("limit", "MemoryLimit", `the kernel held ${inMebibytes(bytes)}, more than the ${inMebibytes(memory)} of --memory`, "kill"));
    this.listen(health.silence());
  }

  private listen(silence: number): void {
    const { hangTimeout = HANG_SECONDS } = this.options;
    const seconds = (silence / 1000).toFixed(0);
    if (silence > NOTICE_MS && !this.noticed) {
      this.noticed = true;
      this.notice(`the kernel does not answer, and does not compute${hangTimeout > 0 ? ` (given up after ${hangTimeout} s: --hang-timeout)` : ""}`);
    }
    if (silence === 0) this.noticed = false;
    if (hangTimeout > 0 && silence > hangTimeout * 1000) this.bite(stopped("died", "HungKernel", `the kernel has neither answered nor computed for ${seconds} s (--hang-timeout)`, "kill"));
  }
}

const inMebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
