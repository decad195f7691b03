// The connection file: where a kernel's five channels are and the key that signs their messages.
import { getHashes } from "node:crypto";
import { readFileSync } from "node:fs";
import * as v from "valibot";

const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535));

/** A CurveZMQ key as ZeroMQ writes it: 32 bytes in Z85. */
const curveKey = v.optional(v.pipe(v.string(), v.length(40)));

const schema = v.object({
  transport: v.optional(v.picklist(["tcp", "ipc"]), "tcp"),
  ip: v.optional(v.pipe(v.string(), v.nonEmpty()), "127.0.0.1"),
  shell_port: port,
  iopub_port: port,
  stdin_port: port,
  control_port: port,
  hb_port: port,
  key: v.optional(v.string(), ""),
  signature_scheme: v.optional(v.pipe(v.string(), v.check(isKnownScheme, ({ input }) => `${input} names no digest that this Node can sign with`)), "hmac-sha256"),
  kernel_name: v.optional(v.string()),
  /** With both, every channel is encrypted, and takes only clients that know the public one. */
  curve_publickey: curveKey,
  curve_secretkey: curveKey,
});

export type ConnectionInfo = v.InferOutput<typeof schema>;
export type Channel = "shell" | "iopub" | "stdin" | "control" | "hb";
export const channels: readonly Channel[] = ["shell", "iopub", "stdin", "control", "hb"];

/** A connection file that cannot be used; the message names the file and the fault in one line. */
export class ConnectionFileError extends Error {}

/** A channel that could not be bound; the message names channel, address and reason in one line. */
export class BindError extends Error {}

/**
 * Reads and checks a connection file.
 * @throws {ConnectionFileError} if it cannot be read, is not JSON, or lacks a field.
 */
export function readConnectionFile(path: string): ConnectionInfo {
  const parsed = v.safeParse(schema, parseJson(path));
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new ConnectionFileError(`connection file ${path}: ${v.getDotPath(issue) ?? "content"}: ${issue.message}`);
  }
  return parsed.output;
}

function isKnownScheme(scheme: string): boolean {
  return getHashes().includes(scheme.replace(/^hmac-/, ""));
}

function parseJson(path: string): unknown {
  if (path === "") throw new ConnectionFileError("no connection file was given: Jupyter names one when it starts the kernel");
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConnectionFileError(`connection file ${path}: ${reason.replace(/\s+/g, " ")}`);
  }
}

/** The ZeroMQ address of one channel: `tcp://ip:port`, or `ipc://path-port` as jupyter_client names its socket files. */
export function endpoint(info: ConnectionInfo, channel: Channel): string {
  const number = info[`${channel}_port`];
  if (info.transport === "ipc") return `ipc://${info.ip}-${number}`;
  const host = info.ip.includes(":") ? `[${info.ip}]` : info.ip;
  return `tcp://${host}:${number}`;
}
