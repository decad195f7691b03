// A runner among others: reserves the ports of many kernels at once, and binds them when it is told that all have theirs.
import { Router } from "zeromq";
import { reservePorts } from "../../../src/runner/ports";

const KERNELS = Number(process.argv[2]);

async function main(): Promise<void> {
  const reservations = await Promise.all(Array.from({ length: KERNELS }, () => reservePorts(5)));
  const ports = reservations.flatMap((reservation) => reservation.ports);
  process.send?.({ ports });
  await new Promise((resolve) => process.once("message", resolve));
  const bound = await Promise.allSettled(ports.map((port) => new Router().bind(`tcp://127.0.0.1:${port}`)));
  process.send?.({ refused: bound.flatMap((each) => (each.status === "rejected" ? [String(each.reason)] : [])) });
}

void main();
