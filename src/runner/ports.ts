// TCP ports for a kernel that binds them some time later: until then no other runner of ours takes one.
import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { createServer } from "node:net";
import { InfrastructureError, oneLine } from "./errors";

/** Below what systems hand out by themselves (Linux from 32768, others from 49152), above most ports that services are known by. */
const RANGE = { from: 20_000, to: 32_767 };
const ATTEMPTS = 10_000;

export interface Reservation {
  ports: number[];
  /** Gives the ports back; the end of our process does so too. */
  release(): void;
}

/**
 * Free ports of 127.0.0.1. The lock on each is the UDP socket of the same number, which the system gives to one process at a time, of whatever user,
 * and takes back whenever that ends: nothing stale can stay, as it could with lock files.
 * @throws {InfrastructureError} if there are none.
 */
export async function reservePorts(count: number): Promise<Reservation> {
  const held: Held[] = [];
  const release = (): void => held.splice(0).forEach(({ lock }) => lock.close());
  try {
    while (held.length < count) held.push(await holdAny());
  } catch (error) {
    release();
    throw error instanceof InfrastructureError ? error : new InfrastructureError(`no port can be reserved: ${oneLine(error)}`);
  }
  return { ports: held.map(({ port }) => port), release };
}

interface Held { port: number; lock: Socket }

async function holdAny(): Promise<Held> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(RANGE.from, RANGE.to + 1);
    const lock = await lockOn(port);
    if (lock && (await isFree(port))) return { port, lock };
    lock?.close();
  }
  throw new InfrastructureError(`no free port from ${RANGE.from} to ${RANGE.to}: run fewer notebooks at a time (--jobs)`);
}

/** Undefined if another holds it. */
function lockOn(port: number): Promise<Socket | undefined> {
  const lock = createSocket("udp4").unref();
  return new Promise((resolve, reject) => {
    lock.once("error", (error) => {
      lock.close();
      if (isTaken(error)) resolve(undefined);
      else reject(error);
    });
    lock.bind({ port, address: "127.0.0.1", exclusive: true }, () => resolve(lock));
  });
}

/** Whether TCP can be bound, which the lock says nothing about. */
function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (error) => (isTaken(error) ? resolve(false) : reject(error)));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** EACCES: Windows keeps ranges for itself. */
const isTaken = (error: NodeJS.ErrnoException): boolean => error.code === "EADDRINUSE" || error.code === "EACCES";
