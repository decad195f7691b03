// A Jupyter server's REST interface, as far as the runner needs it; what goes wrong is said in one line.
import { ServerConnection } from "@jupyterlab/services";
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { InfrastructureError, oneLine } from "../errors";
import { kernelspecSchema, type Kernelspec } from "../kernelspec";
import type { ServerOptions } from "./server-options";

const ASK_MS = 15_000;
const START_MS = 60_000;
const [REMOVALS, REMOVE_AGAIN_MS] = [20, 250];

const kernelspecsSchema = v.looseObject({ kernelspecs: v.record(v.string(), v.looseObject({ spec: v.unknown() })) });
const kernelSchema = v.looseObject({ id: v.string(), execution_state: v.optional(v.string(), "unknown") });

interface Request { method?: "POST" | "DELETE"; body?: object; within?: number }

export class JupyterServer {
  readonly settings: ServerConnection.ISettings;

  constructor(readonly options: ServerOptions) {
    this.settings = ServerConnection.makeSettings({ baseUrl: options.url, token: options.token ?? "", fetch: plainFetch, appendToken: false, ...(!options.token && { init: { headers: sameOrigin() } }) });
  }

  /** The server's kernels by name. @throws {InfrastructureError} if it cannot be reached or lets nobody in. */
  async kernelspecs(): Promise<Map<string, Kernelspec>> {
    const { kernelspecs } = await this.asked("api/kernelspecs", kernelspecsSchema);
    const usable = Object.entries(kernelspecs).flatMap(([name, { spec }]) => {
      const parsed = v.safeParse(kernelspecSchema, spec);
      return parsed.success ? [[name, { ...parsed.output, name, folder: "" }] as const] : [];
    });
    return new Map(usable);
  }

  /** @param path of the notebook, as the server's files are named. @returns the kernel's id. @throws {InfrastructureError} */
  async startKernel(name: string, path: string): Promise<string> {
    const { id } = await this.asked("api/kernels", kernelSchema, { method: "POST", body: { name, path }, within: START_MS });
    return id;
  }

  /** @throws {InfrastructureError} */
  async interruptKernel(id: string): Promise<void> {
    await this.answer(`${kernelPath(id)}/interrupt`, { method: "POST" });
  }

  /** Ends a kernel, if it is still there. @throws {InfrastructureError} */
  async removeKernel(id: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { ok, status } = await this.answer(kernelPath(id), { method: "DELETE" }, attempt < REMOVALS ? [404, 500] : [404]);
      if (ok || status === 404) return;
      await pause(REMOVE_AGAIN_MS); // Jupyter Server answers 500 as long as it restarts a kernel that died
    }
  }

  /** Where a kernel's messages go to and fro. */
  channels(id: string, session: string): string {
    return `${this.settings.wsUrl}${kernelPath(id)}/channels?session_id=${encodeURIComponent(session)}`;
  }

  private async asked<S extends v.GenericSchema>(path: string, schema: S, request: Request = {}): Promise<v.InferOutput<S>> {
    const response = await this.answer(path, request);
    try {
      return v.parse(schema, await response.json());
    } catch {
      throw new InfrastructureError(`${this.options.url} does not answer as a Jupyter server does (${path}). ${ADDRESS}`);
    }
  }

  private async answer(path: string, { method, body, within = ASK_MS }: Request, allowed: readonly number[] = []): Promise<Response> {
    const init = { method: method ?? "GET", redirect: "manual", signal: AbortSignal.timeout(within), ...(body && { body: JSON.stringify(body) }) } as const;
    const response = await ServerConnection.makeRequest(this.settings.baseUrl + path, init, this.settings).catch((error: unknown) => {
      throw new InfrastructureError(`the server ${this.options.url} cannot be reached: ${oneLine(error)}`);
    });
    if (!response.ok && !allowed.includes(response.status)) throw new InfrastructureError(`${await this.refusal(response)} (HTTP ${response.status} for ${path})`);
    return response;
  }

  private async refusal(response: Response): Promise<string> {
    const { url, token } = this.options;
    const target = response.headers.get("location");
    if ([401, 403].includes(response.status) || target?.includes("login")) {
      return token ? `the server ${url} does not accept the token` : `the server ${url} asks for a token: give it by --token or JUPYTER_TOKEN`;
    }
    if (target) return `the server ${url} sends on to ${target.split("?")[0]}: give that address`;
    if ([424, 503].includes(response.status)) return `no server is running at ${url}: start it on its JupyterHub`;
    if (response.status === 404) return `${url} is not a Jupyter server's address. ${ADDRESS}`;
    return `the server ${url} says: ${await messageIn(response)}`;
  }
}

const ADDRESS = "On a JupyterHub it ends in /user/NAME/";
const kernelPath = (id: string): string => `api/kernels/${encodeURIComponent(id)}`;

/** A server that asks for no token wants proof instead that no foreign page has sent the request: a cookie whose value a header repeats. */
function sameOrigin(): Record<string, string> {
  const proof = randomBytes(16).toString("hex");
  return { Cookie: `_xsrf=${proof}`, "X-XSRFToken": proof };
}

/** What failed stands in the error's cause; the services library keeps the message only. */
async function plainFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(input, init);
  } catch (error) {
    throw new TypeError(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return oneLine(cause.errors[0]); // each of a name's addresses
  return oneLine(cause);
}

async function messageIn(response: Response): Promise<string> {
  const parsed = v.safeParse(v.looseObject({ message: v.string() }), await response.json().catch(() => undefined));
  return parsed.success ? oneLine(parsed.output.message) : response.statusText;
}
