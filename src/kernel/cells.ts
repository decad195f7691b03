// The session's executed cells: what each was asked by, what its text was, and how its positions map back.
import type { RewrittenCell } from "../language";
import type { Message } from "../protocol";

export interface CellRecord {
  id: number;
  /** What the user sees: `Cell [3]`; a silent cell has no number of its own. */
  label: string;
  url: string;
  source: string;
  request: Message;
  executionCount: number;
  silent: boolean;
  rewritten?: RewrittenCell;
}

const MESSAGES_KEPT = 1000;

export class CellRecords {
  private readonly byId = new Map<number, CellRecord>();
  private readonly byUrl = new Map<string, CellRecord>();
  private readonly messages: number[] = [];
  private lastId = 0;

  add(request: Message, source: string, executionCount: number, silent: boolean): CellRecord {
    const id = ++this.lastId;
    const url = `ts-cell:///cell_${id}.ts`;
    const record: CellRecord = { id, url, label: silent ? "Cell [silent]" : `Cell [${executionCount}]`, source, request, executionCount, silent };
    this.byId.set(id, record);
    this.byUrl.set(url, record);
    return record;
  }

  /** A comm message, whose output is told apart as a cell's is; late output finds the last ones only, and none of their content is kept. */
  addMessage(request: Message): CellRecord {
    const id = ++this.lastId;
    const record: CellRecord = { id, url: "", label: "a comm message", source: "", request: { ...request, content: {}, buffers: [] }, executionCount: 0, silent: true };
    this.byId.set(id, record);
    this.messages.push(id);
    if (this.messages.length > MESSAGES_KEPT) this.byId.delete(this.messages.shift() ?? 0);
    return record;
  }

  get(id: number): CellRecord | undefined {
    return this.byId.get(id);
  }

  /** In the order of execution; comm messages are not among them. */
  all(): CellRecord[] {
    return [...this.byUrl.values()];
  }

  at(url: string): CellRecord | undefined {
    return this.byUrl.get(url);
  }
}
