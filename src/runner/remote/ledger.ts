// Finds out whether messages were lost. A server keeps what comes while nobody listens, but not what was on its way when the
// connection was cut; ipykernel and Cellwright number their messages ("…_17"), so that a gap shows.
import type { Message } from "../../protocol";

/** A kernel sends three messages for each request of somebody else (the server's own, on each connection): busy, the reply, idle. */
const FOREIGN_MESSAGES = 3;

export class Ledger {
  private prefix: string | undefined;
  private readonly seen = new Set<number>();
  private readonly foreign = new Map<string, number>();
  private highest = 0;

  /** @param session ours; the answers to others' requests do not reach us. */
  constructor(private readonly session: string) {}

  /** The number of the newest message; undefined for a kernel that does not number. */
  get mark(): number | undefined {
    return this.prefix === undefined ? undefined : this.highest;
  }

  note({ header, parent }: Message): void {
    const [, prefix, digits] = /^(.+)_(\d+)$/.exec(header.msg_id) ?? [];
    if (digits === undefined || header.session === this.session) return;
    this.prefix ??= prefix;
    if (prefix !== this.prefix) return;
    this.seen.add(Number(digits));
    this.highest = Math.max(this.highest, Number(digits));
    if (parent.session !== undefined && parent.session !== this.session && parent.msg_id) this.foreign.set(parent.msg_id, (this.foreign.get(parent.msg_id) ?? 0) + 1);
  }

  /** How many messages after `mark` have not come, those aside that others' requests account for. */
  lostSince(mark: number): number {
    let gaps = 0;
    for (let number = mark + 1; number < this.highest; number++) if (!this.seen.has(number)) gaps++;
    const others = [...this.foreign.values()].reduce((sum, count) => sum + Math.max(0, FOREIGN_MESSAGES - count), 0);
    return Math.max(0, gaps - others);
  }

  /** What came before no longer matters. */
  forget(): void {
    this.seen.clear();
    this.foreign.clear();
  }
}
