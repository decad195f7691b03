// Questions of a cell to the user: one input_request at a time on the stdin channel, its reply handed to the executor.
import type { Executor } from "../executor/parent/executor";
import type { OutputFrame } from "../executor/frames";
import type { Message } from "../protocol";
import type { CellRecord } from "./cells";

interface Question { id: number; prompt: string; password: boolean }
interface Asked extends Question { executor: Executor; request: Message }

const REFUSAL = "this front end takes no input (allow_stdin is false): give the value in the cell instead";

export class InputRequests {
  private asked: Asked[] = [];

  constructor(private readonly send: (request: Message, content: { prompt: string; password: boolean }) => void) {}

  ask(frame: OutputFrame, cell: CellRecord | undefined, executor: Executor): void {
    const question = JSON.parse(frame.payload.toString("utf8")) as Question;
    if (!cell || cell.request.content["allow_stdin"] === false) return void executor.send({ type: "input-refused", id: question.id, reason: REFUSAL });
    this.asked.push({ ...question, executor, request: cell.request });
    if (this.asked.length === 1) this.sendFirst();
  }

  answer(reply: Message): void {
    const question = this.asked.shift();
    if (!question) return;
    void question.executor.send({ type: "input", id: question.id, value: String(reply.content["value"] ?? "") });
    this.sendFirst();
  }

  /** An interrupted cell's questions are never answered. */
  forget(): void {
    this.asked = [];
  }

  private sendFirst(): void {
    const [first] = this.asked;
    if (first) this.send(first.request, { prompt: first.prompt, password: first.password });
  }
}
