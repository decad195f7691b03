// A running kernel as the runner needs it, wherever it runs: a process of ours, or on a server.
import type { JsonObject, Message } from "../protocol";
import type { Kernelspec } from "./kernelspec";

/** Where kernels are had: this machine, or a server. */
export interface Kernels {
  /** @throws {InfrastructureError} naming the kernels that there are. */
  find(name: string): Kernelspec;
  /** A kernel for the notebook at `path`. @throws {InfrastructureError} if it cannot be started. */
  start(spec: Kernelspec, path: string, env: NodeJS.ProcessEnv): Promise<RunningKernel>;
  /** Frees what outlasts the single kernel. */
  close(): Promise<void>;
}

export interface RunningKernel {
  /** The content of its kernel_info_reply. */
  readonly info: JsonObject;
  /** Resolves with the reason once the kernel is gone, however it went. */
  readonly ended: Promise<string>;
  /** Where it can be known how the kernel is while it runs. */
  readonly health?: KernelHealth;
  /** Takes every iopub message, in order. */
  onIopub: (message: Message) => void;
  /** Takes what the user should know of the way to the kernel. */
  onNotice?: (text: string) => void;
  /** `id` is the request's msg_id. */
  execute(code: string): { id: string; reply: Promise<Message> };
  interrupt(): void;
  kill(): void;
  /** Asks the kernel to end, ends it if it does not, and frees what it held. */
  shutdown(): Promise<void>;
}

export interface KernelHealth {
  /** Bytes that the kernel and its children hold; undefined if that cannot be known. */
  memory(): number | undefined;
  /** For how long the kernel has neither answered its heartbeat nor computed, in ms. */
  silence(): number;
}
