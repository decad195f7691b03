// Inputs and results of this and earlier sessions: in memory, and in one file that only the user can read.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export interface HistoryEntry { session: number; line: number; input: string; output?: string }

export interface HistoryQuery {
  hist_access_type: "range" | "tail" | "search";
  output: boolean;
  session: number;
  start: number;
  stop: number | null;
  n: number;
  pattern: string;
  unique: boolean;
}

const KEPT_ENTRIES = 10_000;

export class History {
  private readonly session = Date.now();
  private readonly own: HistoryEntry[] = [];
  private earlier: HistoryEntry[] | undefined;

  /** @param file where sessions are kept; undefined keeps this session in memory only. */
  constructor(private file: string | undefined) {}

  add(line: number, input: string): void {
    const entry = { session: this.session, line, input };
    this.own.push(entry);
    this.append(entry);
  }

  /** What a cell of this session resulted in: kept in memory, as IPython does by default. */
  addOutput(line: number, output: string): void {
    const entry = this.own.findLast((candidate) => candidate.line === line);
    if (entry) entry.output = output;
  }

  /** Answers a history_request as `[session, line, input]`, or `[session, line, [input, output]]`. */
  query(query: HistoryQuery): unknown[] {
    const entries = query.hist_access_type === "range" ? this.range(query) : this.last(query);
    return entries.map(({ session, line, input, output }) => [session === this.session ? 0 : session, line, query.output ? [input, output ?? null] : input]);
  }

  private range({ session, start, stop }: HistoryQuery): HistoryEntry[] {
    const wanted = session === 0 ? this.session : session < 0 ? this.sessionsBefore().at(session) : session;
    return this.all().filter((entry) => entry.session === wanted && entry.line >= start && (stop === null || entry.line < stop));
  }

  private last({ hist_access_type, pattern, n, unique }: HistoryQuery): HistoryEntry[] {
    const matching = hist_access_type === "search" ? this.all().filter(({ input }) => globMatches(pattern, input)) : this.all();
    const entries = unique ? latestOfEach(matching) : matching;
    return n > 0 ? entries.slice(-n) : entries;
  }

  private all(): HistoryEntry[] {
    this.earlier ??= this.load();
    return [...this.earlier, ...this.own];
  }

  private sessionsBefore(): number[] {
    return [...new Set(this.all().map(({ session }) => session))].filter((session) => session !== this.session).sort((a, b) => a - b);
  }

  private load(): HistoryEntry[] {
    if (!this.file || !existsSync(this.file)) return [];
    const lines = readFileSync(this.file, "utf8").split("\n").filter(Boolean);
    if (lines.length > 2 * KEPT_ENTRIES) this.shorten(lines.slice(-KEPT_ENTRIES));
    return lines.flatMap(parseEntry).filter(({ session }) => session !== this.session);
  }

  private shorten(lines: string[]): void {
    if (!this.file) return;
    writeFileSync(`${this.file}.${process.pid}`, lines.join("\n") + "\n", { mode: 0o600 });
    renameSync(`${this.file}.${process.pid}`, this.file);
  }

  /** A home that cannot be written to costs the file, not the session. */
  private append(entry: HistoryEntry): void {
    if (!this.file) return;
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      appendFileSync(this.file, JSON.stringify(entry) + "\n", { mode: 0o600 });
    } catch {
      this.file = undefined;
    }
  }
}

function parseEntry(line: string): HistoryEntry[] {
  try {
    const entry: unknown = JSON.parse(line);
    return isEntry(entry) ? [entry] : [];
  } catch {
    return []; // a line cut short by a crash
  }
}

function isEntry(value: unknown): value is HistoryEntry {
  return typeof value === "object" && value !== null && "session" in value && "line" in value && "input" in value && typeof value.input === "string";
}

function latestOfEach(entries: HistoryEntry[]): HistoryEntry[] {
  const last = new Map(entries.map((entry, index) => [entry.input, index]));
  return entries.filter((entry, index) => last.get(entry.input) === index);
}

/** Shell-style patterns, as the protocol says: `*` any text, `?` one character. */
function globMatches(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*/g, "[^]*").replace(/\?/g, "[^]");
  return new RegExp(`^${source}$`).test(text);
}
