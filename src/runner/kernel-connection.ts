// Where a kernel of our own will listen: socket files in its private folder, or ports that are kept for it.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { ConnectionInfo } from "../protocol";
import type { Kernelspec } from "./kernelspec";
import { reservePorts } from "./ports";

const MAX_SOCKET_PATH = 90; // a Unix socket's path holds 103 bytes on macOS, 107 on Linux, and ZeroMQ adds a number

export interface KernelConnection {
  info: ConnectionInfo;
  /** Gives back what was reserved. */
  release(): void;
}

/** Socket files in a private folder cannot collide, between any number of kernels; kernels not known to support them get ports. @throws {InfrastructureError} */
export async function makeConnection(folder: string, spec: Kernelspec): Promise<KernelConnection> {
  const common = { key: randomBytes(32).toString("hex"), signature_scheme: "hmac-sha256", kernel_name: spec.name };
  if (speaksIpc(spec) && process.platform !== "win32" && Buffer.byteLength(folder) < MAX_SOCKET_PATH) {
    return { info: { ...common, ...portFields([1, 2, 3, 4, 5]), transport: "ipc", ip: join(folder, "s") }, release: () => undefined };
  }
  const { ports, release } = await reservePorts(5);
  return { info: { ...common, ...portFields(ports), transport: "tcp", ip: "127.0.0.1" }, release };
}

/** Where a kernelspec names its transports, they hold; ipykernel has had ipc from its beginning, and names none. */
function speaksIpc({ argv, metadata }: Kernelspec): boolean {
  return metadata.transports?.includes("ipc") ?? argv.some((part) => /^ipykernel(_launcher)?$/.test(part));
}

function portFields([shell = 0, iopub = 0, stdin = 0, control = 0, hb = 0]: readonly number[]): Pick<ConnectionInfo, "shell_port" | "iopub_port" | "stdin_port" | "control_port" | "hb_port"> {
  return { shell_port: shell, iopub_port: iopub, stdin_port: stdin, control_port: control, hb_port: hb };
}
