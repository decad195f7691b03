// Where a server is and how it lets us in, from the command's options: nothing secret stays in the address.
import { UsageError } from "../errors";

/** A Jupyter server, a user's server on a JupyterHub, or a kernel gateway. */
export interface ServerOptions {
  /** The base address: "http://localhost:8888/", "https://hub.example.org/user/ann/". */
  url: string;
  /** Goes into the Authorization header of each request, and nowhere else. */
  token?: string;
  /** The folder on the server that stands for the current one here; the server's root if left out. */
  folder?: string;
  /** Seconds for which a cut connection is tried again; 60 by default. */
  reconnect?: number;
}

interface Given { server?: string; token?: string; serverFolder?: string; reconnect?: number; typecheck?: unknown }

/** @throws {UsageError} for what is no address, and for options that mean nothing together. */
export function serverOptions({ server, token, serverFolder, reconnect, typecheck }: Given, env: NodeJS.ProcessEnv): ServerOptions | undefined {
  if (server === undefined && (token ?? serverFolder ?? reconnect) !== undefined) throw new UsageError("--token, --server-folder and --reconnect need --server");
  if (server === undefined) return undefined;
  if (typecheck) throw new UsageError("--typecheck cannot be had with --server: set CELLWRIGHT_TYPES=wait in the server's environment");
  const address = addressOf(server);
  return { url: baseOf(address), token: token ?? address.searchParams.get("token") ?? env["JUPYTER_TOKEN"], folder: serverFolder, reconnect };
}

function addressOf(server: string): URL {
  const address = URL.canParse(server) ? new URL(server) : undefined;
  if (!address || !["http:", "https:"].includes(address.protocol)) throw new UsageError("--server: expected an address such as http://localhost:8888/ or https://hub.example.org/user/ann/");
  if (address.username || address.password) throw new UsageError("--server: no user or password in the address, please; a token by --token or JUPYTER_TOKEN");
  return address;
}

/** People paste what their browser shows: JupyterLab's page, with the token behind it. */
function baseOf({ origin, pathname }: URL): string {
  return `${origin}${pathname.replace(/(?<!\/user)\/(lab|tree)(\/.*)?$/, "").replace(/\/*$/, "/")}`;
}
