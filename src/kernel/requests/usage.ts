// usage_request, as ipykernel answers it: what the kernel's processes take, and what the machine has.
import { cpus, freemem, hostname, totalmem } from "node:os";
import { descendants } from "../../processes";
import type { Handler } from "./context";

/** Memory in bytes, processor in percent of one core; of the kernel, its cells and all that they have started. */
export const usage: Handler = async () => {
  const { default: pidusage } = await import("pidusage");
  const processes = await pidusage([process.pid, ...descendants(process.pid)]);
  const total = (of: "cpu" | "memory"): number => Object.values(processes).reduce((sum, { [of]: amount }) => sum + amount, 0);
  return {
    hostname: hostname(),
    pid: process.pid,
    kernel_cpu: total("cpu"),
    kernel_memory: total("memory"),
    cpu_count: cpus().length,
    host_virtual_memory: { total: totalmem(), available: freemem(), used: totalmem() - freemem(), free: freemem(), percent: (100 * (totalmem() - freemem())) / totalmem() },
  };
};
