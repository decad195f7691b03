// One kernel as a test sees it: send a request, wait for messages by their parent, with a deadline on every wait.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Driver, Json, PeerMessage } from "./driver";
import { kernelspecs } from "./kernelspec";
import { CommResult, Result } from "./result";

const DEADLINE_MS = 20_000;
const ALL_CHANNELS = ["shell", "iopub", "stdin", "control"];

export interface KernelOptions {
  env?: NodeJS.ProcessEnv;
  transport?: "tcp" | "ipc";
  /** CurveZMQ, as jupyter_client names its policies. */
  encryption?: "disabled" | "required";
  /** The channels that the client connects at once; all by default. */
  channels?: readonly string[];
  /** The notebook's folder; a fresh one by default. */
  folder?: string;
}

interface Received { channel: string; message: PeerMessage }
type Test = (message: PeerMessage, channel: string) => boolean;

export class Kernel {
  readonly received: Received[] = [];
  private readonly waiters = new Set<() => void>();

  private constructor(
    private readonly driver: Driver,
    private readonly number: number,
    readonly folder: string,
    private readonly log: string,
    readonly connectionFile: string,
    public pid: number,
  ) {}

  static async start(driver: Driver, options: KernelOptions = {}): Promise<Kernel> {
    const folder = options.folder ?? mkdtempSync(join(tmpdir(), "conformance-"));
    const log = join(mkdtempSync(join(tmpdir(), "conformance-log-")), "kernel.log");
    const env = { CELLWRIGHT_HISTORY: "", ...options.env };
    const started = await driver.do<{ kernel: number; pid: number; file: string }>("start", { spec: kernelspecs.name, cwd: folder, env, stderr: log, transport: options.transport ?? "tcp", encryption: options.encryption ?? "disabled", channels: options.channels ?? ALL_CHANNELS });
    const kernel = new Kernel(driver, started.kernel, folder, log, started.file, started.pid);
    driver.on(String(started.kernel), (channel, message) => kernel.take({ channel, message }));
    await kernel.until("iopub_welcome", (message) => message.msg_type === "iopub_welcome");
    return kernel;
  }

  /** Runs one cell to its reply and its idle. */
  async execute(code: string, more: Json = {}, deadline = DEADLINE_MS): Promise<Result> {
    return this.finished(await this.begin(code, more), deadline);
  }

  /** Runs a cell that must succeed. @throws its traceback if it does not. */
  async ran(code: string, more: Json = {}): Promise<Result> {
    const result = await this.execute(code, more);
    if (result.status !== "ok") throw new Error(`the cell failed:\n${code}\n${result.traceback || JSON.stringify(result.reply.content)}`);
    return result;
  }

  /** The text/plain of an expression's value. */
  async valueOf(expression: string): Promise<string | undefined> {
    return (await this.ran(expression)).text;
  }

  /** Sends a cell and does not wait. @returns its message id. */
  begin(code: string, more: Json = {}, subshell?: string): Promise<string> {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: true, stop_on_error: true, ...more };
    return this.send("shell", "execute_request", content, { subshell });
  }

  /** Sends a request of any type, and waits for its reply and its idle. */
  async request(type: string, content: Json = {}, channel: "shell" | "control" = "shell", deadline = DEADLINE_MS): Promise<Result> {
    return this.finished(await this.send(channel, type, content), deadline);
  }

  send(channel: "shell" | "control", type: string, content: Json, more: { metadata?: Json; buffers?: string[]; subshell?: string } = {}): Promise<string> {
    return this.driver.do("send", { kernel: this.number, channel, type, content, ...more });
  }

  /** Sends a comm message, and waits until the kernel has handled it. */
  async comm(kind: "open" | "msg" | "close", content: Json, more: { metadata?: Json; buffers?: string[] } = {}): Promise<CommResult> {
    const id = await this.send("shell", `comm_${kind}`, { data: {}, ...content }, more);
    await this.until("idle of the comm message", (message) => isIdle(message, id));
    return new CommResult(id, this.outputs(id));
  }

  /** Waits until a request has its reply and its idle. */
  async finished(id: string, deadline = DEADLINE_MS): Promise<Result> {
    const answers = this.until("reply", (message, channel) => isReply(channel) && parentOf(message) === id, deadline);
    const [reply] = await Promise.all([answers, this.until("idle", (message) => isIdle(message, id), deadline)]);
    return new Result(id, reply, this.outputs(id));
  }

  /** What came on iopub for a request until now. */
  outputs(id: string): PeerMessage[] {
    return this.received.filter(({ channel, message }) => channel === "iopub" && parentOf(message) === id).map(({ message }) => message);
  }

  /** The first message, past or future, that passes the test. @throws when the deadline passes; the error tells what came instead. */
  until(what: string, test: Test, deadline = DEADLINE_MS): Promise<PeerMessage> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(() => reject(new Error(`no ${what} within ${deadline} ms; last came ${this.recent()}; the kernel's log: ${this.logText()}`))), deadline);
      const look = (): void => {
        const found = this.received.find(({ channel, message }) => test(message, channel));
        if (found) end(() => resolve(found.message));
      };
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.waiters.delete(look);
        settle();
      };
      this.waiters.add(look);
      look();
    });
  }

  /** Waits for text on a stream of a request; parts may come in several messages. */
  async printed(id: string, text: string, deadline = DEADLINE_MS): Promise<void> {
    await this.until(`output ${JSON.stringify(text)}`, () => streamText(this.outputs(id)).includes(text), deadline);
  }

  askedForInput(id: string): Promise<PeerMessage> {
    return this.until("input_request", (message, channel) => channel === "stdin" && message.msg_type === "input_request" && parentOf(message) === id);
  }

  async answerInput(value: string): Promise<void> {
    await this.driver.do("reply", { kernel: this.number, value });
  }

  /** Through jupyter_client's manager, as a notebook server does. */
  interrupt = (): Promise<void> => this.driver.do("interrupt", { kernel: this.number });
  signal = (number: string): Promise<void> => this.driver.do("signal", { kernel: this.number, number });
  alive = (): Promise<boolean> => this.driver.do("alive", { kernel: this.number });
  /** Connects channels that were left out at the start. */
  connect = (...channels: string[]): Promise<void> => this.driver.do("connect", { kernel: this.number, channels });
  /** Milliseconds of a heartbeat's way and back. */
  heartbeat = (seconds = 5): Promise<number> => this.driver.do("heartbeat", { kernel: this.number, timeout: seconds });
  /** Sends a request whose frames are spoilt in the way named. */
  frames = (type: string, content: Json, tamper: string): Promise<string> => this.driver.do("frames", { kernel: this.number, type, content, tamper });

  async restart(): Promise<void> {
    this.received.length = 0;
    this.pid = await this.driver.do("restart", { kernel: this.number });
    await this.until("iopub_welcome", (message) => message.msg_type === "iopub_welcome");
  }

  async shutdown({ now = false } = {}): Promise<void> {
    await this.driver.do("shutdown", { kernel: this.number, now });
    this.driver.removeAllListeners(String(this.number));
  }

  /** What the kernel process itself wrote. */
  logText(): string {
    return readFileSync(this.log, "utf8");
  }

  removeFolder(): void {
    for (const folder of [this.folder, join(this.log, "..")]) rmSync(folder, { recursive: true, force: true });
  }

  private take(received: Received): void {
    this.received.push(received);
    for (const look of Array.from(this.waiters)) look(); // a look may remove itself
  }

  private recent(): string {
    return this.received.slice(-4).map(({ channel, message }) => `${channel} ${message.msg_type} ${JSON.stringify(message.content).slice(0, 200)}`).join("; ");
  }
}

export const parentOf = (message: PeerMessage): unknown => message.parent_header["msg_id"];
const isReply = (channel: string): boolean => channel === "shell" || channel === "control";
const isIdle = (message: PeerMessage, id: string): boolean => message.msg_type === "status" && message.content["execution_state"] === "idle" && parentOf(message) === id;
const streamText = (messages: readonly PeerMessage[]): string => messages.map(({ content }) => (typeof content["text"] === "string" ? content["text"] : "")).join("");
