// Kernels of a server: found there, each notebook its own, started in the notebook's folder as the server knows it.
import { basename, relative } from "node:path";
import { InfrastructureError } from "../errors";
import type { Kernels } from "../kernel";
import { RemoteKernel } from "./remote-kernel";
import { JupyterServer } from "./server";
import type { ServerOptions } from "./server-options";

/** @throws {InfrastructureError} if the server cannot be reached, or lets nobody in. */
export async function serverKernels(options: ServerOptions): Promise<Kernels> {
  const server = new JupyterServer(options);
  const specs = await server.kernelspecs();
  return {
    find: (name) => {
      const spec = specs.get(name);
      if (!spec) throw new InfrastructureError(`kernel "${name}" is not on ${options.url} (there: ${[...specs.keys()].sort().join(", ") || "none"}). Install it there, or choose another with --kernel`);
      return spec;
    },
    start: (spec, path, env) => RemoteKernel.start(server, spec, serverPath(path, options.folder), env),
  };
}

/** The notebook's path from the current folder on; a server that lacks its folder starts the kernel in the nearest one that it has. */
export function serverPath(path: string, folder = ""): string {
  const here = relative(process.cwd(), path).replaceAll("\\", "/");
  const below = here.startsWith("../") || /^([A-Za-z]:)?\//.test(here) ? basename(path) : here;
  return [...folder.split("/"), below].filter((part) => part !== "").join("/");
}
