// How a kernel of our own starting is: its group's memory, and its silence, for which a busy kernel is forgiven.
import type { KernelHealth } from "../kernel";
import { usageOfGroup } from "../../processes";
import { Heartbeat } from "./heartbeat";

export class ProcessHealth implements KernelHealth {
  private heartbeat: Heartbeat | undefined;
  private processorTime: string | undefined;
  private idleSince = 0;

  constructor(private readonly group: number, private readonly endpoint: string) {}

  memory(): number | undefined {
    return usageOfGroup(this.group)?.bytes;
  }

  /** Kernels that answer in the thread that computes are silent while they are busy. */
  silence(): number {
    this.heartbeat ??= new Heartbeat(this.endpoint);
    const { silence } = this.heartbeat;
    if (silence === 0) return this.hearNext(this.heartbeat);
    const now = usageOfGroup(this.group)?.processorTime; // every process is looked at, so only where a beat is owed
    if (this.processorTime !== undefined && now !== this.processorTime) this.idleSince = performance.now();
    this.processorTime = now;
    return this.idleSince === 0 ? silence : Math.min(silence, performance.now() - this.idleSince);
  }

  private hearNext(heartbeat: Heartbeat): number {
    heartbeat.ask();
    this.processorTime = undefined;
    return (this.idleSince = 0);
  }

  close(): void {
    this.heartbeat?.close();
  }
}
