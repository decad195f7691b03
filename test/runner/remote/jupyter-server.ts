// A real Jupyter server on this machine, with a token, its files in a folder of its own, and a cable to it that can be cut.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";

export const TOKEN = "a-token-that-nobody-prints";

export interface ServerStart { python: string; folder: string; env: NodeJS.ProcessEnv; options?: readonly string[] }

const ADDRESS = /(http:\/\/127\.0\.0\.1:\d+\/\S*?)(?:\?|\s)/;

export class RunningServer {
  private constructor(private readonly child: ChildProcess, readonly url: string) {}

  static async start({ python, folder, env, options = [] }: ServerStart): Promise<RunningServer> {
    const child = spawn(python, ["-m", "jupyter_server", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--ServerApp.open_browser=False", "--allow-root", ...options], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    const url = await new Promise<string>((resolve, reject) => {
      child.once("exit", () => reject(new Error(`the server ended: ${log}`)));
      child.stderr.on("data", (chunk) => {
        log += String(chunk);
        const found = ADDRESS.exec(log)?.[1];
        if (found) resolve(found);
      });
    });
    await answering(`${url}api`, child);
    return new RunningServer(child, url);
  }

  /** A kernel gateway: it says nothing of a port that it chose, so one that was free a moment ago is given. */
  static async gateway({ python, folder, env, options = [] }: ServerStart): Promise<RunningServer> {
    const port = await freePort();
    const child = spawn(python, ["-m", "kernel_gateway", "--KernelGatewayApp.ip=127.0.0.1", `--KernelGatewayApp.port=${port}`, `--KernelGatewayApp.auth_token=${TOKEN}`, ...options], { cwd: folder, env, stdio: "ignore" });
    const url = `http://127.0.0.1:${port}/gateway/`;
    await answering(`${url}api`, child);
    return new RunningServer(child, url);
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async api(path: string): Promise<unknown> {
    const response = await fetch(`${this.url}api/${path}`, { headers: { Authorization: `token ${TOKEN}` } });
    return response.json();
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (!this.running) return;
    const exited = once(this.child, "exit");
    this.child.kill(signal);
    await exited;
  }
}

/** Jupyter Server names its address a little before it listens. */
async function answering(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && !(await fetch(url).then(() => true, () => false))) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A TCP relay in front of the server. */
export class Cable {
  private readonly sockets = new Set<Socket>();
  private severed = false;
  private lossy = false;

  private constructor(private readonly server: Server, readonly url: string) {}

  static async to(target: string): Promise<Cable> {
    const { hostname, port, pathname } = new URL(target);
    const server = createServer((near) => cable.join(near, connect(Number(port), hostname)));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const cable: Cable = new Cable(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`);
    return cable;
  }

  /** All connections break, and none is made until `mend`. */
  cut(): void {
    this.severed = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** What the server sends from now on is lost, as when a network goes silent before it breaks. */
  lose(): void {
    this.lossy = true;
  }

  mend(): void {
    this.severed = this.lossy = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(near: Socket, far: Socket): void {
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.sockets.add(one);
      one.on("error", () => undefined).on("data", (data) => this.lossy && one === far ? undefined : other.write(data)).on("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
      if (this.severed) one.destroy();
    }
  }
}
