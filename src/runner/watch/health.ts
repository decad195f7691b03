// How a kernel of our own starting is: its group's memory, and its silence, for which a busy kernel is forgiven.
import type { KernelHealth } from "../kernel";
import { Heartbeat } from "./heartbeat";
import { usageOfGroup } from "../../processes";

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
    this.heartbeat.ask();
    const { silence } = this.heartbeat;
    if (silence === 0) return (this.idleSince = 0);
    const now = usageOfGroup(this.group)?.processorTime;
    if (now !== undefined && now !== this.processorTime) this.idleSince = performance.now();
    this.processorTime = now;
    return this.idleSince === 0 ? silence : Math.min(silence, performance.now() - this.idleSince);
  }

  close(): void {
    this.heartbeat?.close();
  }
}
