// A Worker of the executor: relays the Chrome DevTools Protocol of the main thread over the inherited descriptor 3.
// It answers while the main thread is busy, and opens no port: on a shared host any local user could attach to one.
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { parentPort } from "node:worker_threads";
import { BlockReader, encodeBlock } from "../frames";

interface Call { id: number; method: string; params?: object }

const socket = new Socket({ fd: 3, readable: true, writable: true });
const session = new Session();
session.connectToMainThread();

const send = (message: unknown): void => void socket.write(encodeBlock(message));

session.on("inspectorNotification", (notification) => {
  if (notification.method !== "Runtime.consoleAPICalled") send(notification); // output travels on descriptor 4
});

const reader = new BlockReader((block) => {
  const call: Call = JSON.parse(block.toString("utf8"));
  session.post(call.method, call.params, (error, result) => send({ id: call.id, result, error: error?.message }));
});
socket.on("data", (chunk: Buffer) => reader.push(chunk));

// The executor dies with the kernel, however the kernel dies.
for (const event of ["end", "close", "error"]) socket.on(event, () => process.kill(process.pid, "SIGKILL"));

parentPort?.on("message", () => undefined); // keeps the Worker alive
send({ method: "ready", params: {} });
