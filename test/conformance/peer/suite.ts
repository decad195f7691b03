// Mocha's side of the peers: one Python driver a run, one kernel a suite; without Python the suites are skipped by name.
import { Driver, pythonWith } from "./driver";
import { Kernel, type KernelOptions } from "./kernel";
import { kernelspecs } from "./kernelspec";

let shared: Driver | undefined;

after(async () => {
  await shared?.close();
  kernelspecs.remove();
});

/** The driver; skips the calling hook's tests where no Python has jupyter_client. */
export function driverFor(context: Mocha.Context): Driver {
  const python = shared ? undefined : pythonWith("jupyter_client");
  if (!shared && !python) return context.skip();
  return (shared ??= new Driver(python ?? ""));
}

/** Starts a kernel before the suite's tests and ends it after them. @returns a way to it, and `start` for more of them. */
export function useKernel(options: KernelOptions = {}): { readonly kernel: Kernel; start(more?: KernelOptions): Promise<Kernel> } {
  const started: Kernel[] = [];
  let driver: Driver;
  const start = async (more: KernelOptions = {}): Promise<Kernel> => {
    const kernel = await Kernel.start(driver, { ...options, ...more });
    started.push(kernel);
    return kernel;
  };
  before(async function () {
    driver = driverFor(this);
    await start();
  });
  after(async () => {
    for (const kernel of started) {
      await kernel.shutdown({ now: true }).catch(() => undefined); // a test may have ended it
      kernel.removeFolder();
    }
  });
  return {
    get kernel(): Kernel {
      const [first] = started;
      if (!first) throw new Error("the suite's kernel has not been started");
      return first;
    },
    start,
  };
}
