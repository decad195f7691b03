// Kernels of a server: found there, each notebook its own, started in the notebook's folder as the server knows it.
import { basename, relative } from "node:path";
import { InfrastructureError } from "../errors";
import type { Kernels } from "../kernel";
import type { Kernelspec } from "../kernelspec";
import { KernelConnection } from "./kernel-connection";
import { Recorder } from "./recorder";
import { RemoteKernel } from "./remote-kernel";
import { JupyterServer } from "./server";
import type { ServerOptions } from "./server-options";

/** @throws {InfrastructureError} if the server cannot be reached, or lets nobody in. */
export async function serverKernels(options: ServerOptions): Promise<Kernels> {
  const server = new JupyterServer(options);
  const specs = await server.kernelspecs();
  let recorder: Promise<Recorder | undefined> | undefined;
  return {
    find: (name) => {
      const spec = specs.get(name);
      if (!spec) throw new InfrastructureError(`kernel "${name}" is not on ${options.url} (there: ${[...specs.keys()].sort().join(", ") || "none"}). Install it there, or choose another with --kernel`);
      return spec;
    },
    start: async (spec, path, env) => {
      const [connection, listener] = await Promise.all([KernelConnection.start(server, spec.name, serverPath(path, options.folder)), (recorder ??= startRecorder(server, specs))]);
      const kernel = new RemoteKernel(connection, await listening(listener, connection.id));
      await kernel.set(env);
      return kernel;
    },
    close: async () => (await recorder)?.close(),
  };
}

/** Where no Python kernel is, or it cannot listen to others, a cut may lose what is on its way. */
async function startRecorder(server: JupyterServer, specs: ReadonlyMap<string, Kernelspec>): Promise<Recorder | undefined> {
  const python = specs.get("python3") ?? [...specs.values()].find(({ language }) => language.toLowerCase() === "python");
  return python && Recorder.start(server, python.name).catch(() => undefined);
}

const listening = (recorder: Recorder | undefined, kernel: string): Promise<Recorder | undefined> | undefined => recorder?.watch(kernel).then(() => recorder, () => undefined);

/** The notebook's path from the current folder on; a server that lacks its folder starts the kernel in the nearest one that it has. */
export function serverPath(path: string, folder = ""): string {
  const here = relative(process.cwd(), path).replaceAll("\\", "/");
  const below = here.startsWith("../") || /^([A-Za-z]:)?\//.test(here) ? basename(path) : here;
  return [...folder.split("/"), below].filter((part) => part !== "").join("/");
}
