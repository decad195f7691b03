// The installed kernelspecs, and one kernel started over real sockets.
import { join } from "node:path";
import { readKernelspec, type Kernelspec } from "../../runner/kernelspec";
import { after, KernelSession } from "../../runner/kernel-session";
import { attempt, type Check, type Patient } from "./check";

const ANSWER_MS = 30_000;

export const kernelspecs: Check = ({ specs }) => {
  if (specs.length === 0) return [{ what: "kernelspec", needed: true, ok: false, detail: "none installed", mend: "cellwright install" }];
  return specs.map(({ name, folder, problems: [problem] }) => ({ what: `kernelspec ${name}`, needed: true, ok: !problem, detail: problem ?? folder, ...(problem ? { mend: "cellwright install" } : {}) }));
};

export const answers: Check = async (patient) => [
  await attempt("a kernel answers 1+1", true, "run the kernel by hand to see its own words: cellwright kernel <connection-file>", async () => {
    const began = performance.now();
    await ask(specOf(patient), patient.machine.env);
    return `in ${((performance.now() - began) / 1000).toFixed(1)} s`;
  }),
];

/** The first installed one that is whole; without any, this package's own kernel. */
function specOf({ specs, packageFolder }: Patient): Kernelspec {
  const whole = specs.find(({ problems }) => problems.length === 0);
  if (whole) return readKernelspec(whole.name, whole.folder);
  const argv = [process.execPath, join(packageFolder, "dist", "kernel", "main.js"), "{connection_file}"];
  return { name: "cellwright", folder: packageFolder, argv, display_name: "", language: "typescript", interrupt_mode: "message", metadata: { transports: ["tcp"] }, env: {} };
}

async function ask(spec: Kernelspec, env: NodeJS.ProcessEnv): Promise<void> {
  const session = await KernelSession.start(spec, process.cwd(), { ...env, CELLWRIGHT_HISTORY: "" });
  try {
    const answer = new Promise<string>((resolve) => (session.client.onIopub = ({ header, content }) => header.msg_type === "execute_result" && resolve(JSON.stringify(content["data"]))));
    session.execute("1+1");
    const got = await Promise.race([answer, session.ended, after(ANSWER_MS).then(() => "nothing in 30 s")]);
    if (!/"text\/plain":"2"/.test(got)) throw new Error(`it answered ${got}`);
  } finally {
    await session.shutdown();
  }
}
