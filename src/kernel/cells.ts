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

export class CellRecords {
  private readonly byId = new Map<number, CellRecord>();
  private readonly byUrl = new Map<string, CellRecord>();
  private lastId = 0;

  add(request: Message, source: string, executionCount: number, silent: boolean): CellRecord {
    const id = ++this.lastId;
    const url = `ts-cell:///cell_${id}.ts`;
    const record: CellRecord = { id, url, label: silent ? "Cell [silent]" : `Cell [${executionCount}]`, source, request, executionCount, silent };
    this.byId.set(id, record);
    this.byUrl.set(url, record);
    return record;
  }

  get(id: number): CellRecord | undefined {
    return this.byId.get(id);
  }

  at(url: string): CellRecord | undefined {
    return this.byUrl.get(url);
  }
}
