// Answers of the kernel to `input`: each goes to the question that waits for it.
import type { Cells } from "./cells";
import { emitJson } from "./channel";

export type InputMessage =
  | { type: "input"; id: number; value: string }
  | { type: "input-refused"; id: number; reason: string };

interface Waiter { resolve(value: string): void; reject(error: Error): void }

export class Inbox {
  private readonly waiting = new Map<number, Waiter>();
  private next = 1;

  constructor(private readonly cells: Cells) {}

  receive(message: InputMessage): void {
    const waiter = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === "input") waiter?.resolve(message.value);
    else waiter?.reject(new Error(message.reason));
  }

  /** Asks the front end's user one question. Rejects when the cell is interrupted or the front end takes no input. */
  ask(question: string, password: boolean): Promise<string> {
    const id = this.next++;
    const signal = this.cells.current()?.signal;
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      emitJson("input", this.cells.currentId(), { id, prompt: String(question), password });
    });
  }
}
