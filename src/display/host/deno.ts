// Deno's Jupyter kernel: messages go out by Deno.jupyter.broadcast.
import type { DisplayHost } from "./types";

export function denoHost(): DisplayHost | undefined {
  const broadcast = broadcaster();
  if (!broadcast) return undefined;
  return {
    name: "deno",
    display: ({ data, metadata }, id) => broadcast("display_data", { data, metadata, transient: { display_id: id } }),
    update: ({ data, metadata }, id) => broadcast("update_display_data", { data, metadata, transient: { display_id: id } }),
    clear: (wait) => broadcast("clear_output", { wait }),
  };
}

function broadcaster(): ((type: string, content: object) => void) | undefined {
  const jupyter = member(Reflect.get(globalThis, "Deno"), "jupyter"); // throws outside `deno jupyter`
  const broadcast = member(jupyter, "broadcast");
  return typeof broadcast === "function" ? (type, content) => void Reflect.apply(broadcast, jupyter, [type, content]) : undefined;
}

function member(value: unknown, key: string): unknown {
  try {
    return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  } catch {
    return undefined;
  }
}
