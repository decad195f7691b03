// Kernels of this machine: installed where Jupyter finds them, each a process in its notebook's folder.
import { dirname } from "node:path";
import type { Kernels } from "./kernel";
import { KernelSession } from "./kernel-session";
import { findKernelspec } from "./kernelspec";

export const localKernels = (env: NodeJS.ProcessEnv): Kernels => ({
  find: (name) => findKernelspec(name, env),
  start: (spec, path, kernelEnv) => KernelSession.start(spec, dirname(path), kernelEnv),
  close: () => Promise.resolve(),
});
