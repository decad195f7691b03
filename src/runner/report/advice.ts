// What to do about each kind of end: one line each.
import { relative } from "node:path";
import type { NotebookResult, Outcome } from "../events";

const WHAT_TO_DO: Partial<Record<Outcome, string>> = {
  failed: "mend the cells named above, then run them again",
  timeout: "make the cells faster, or give them more time (the tag timeout=…, --cell-timeout, --timeout)",
  limit: "let the cells use less, or allow more (--memory, --output-limit)",
  died: "see the kernel's last words above; `cellwright doctor` checks the installation, --memory and --jobs 1 help where memory is short",
  unwritten: "make room, or choose another folder with --out, then run them again",
  aborted: "the same command goes on from here",
};

/** A line for each kind of failure, with the command's notebooks. */
export function adviceFor(results: readonly NotebookResult[]): string[] {
  const kinds = Object.keys(WHAT_TO_DO) as Outcome[];
  return kinds.flatMap((kind) => {
    const paths = results.filter(({ outcome }) => outcome === kind).map(({ path }) => relative(process.cwd(), path));
    return paths.length > 0 ? [`${paths.length} ${kind}: ${WHAT_TO_DO[kind] ?? ""}: ${paths.slice(0, 5).join(" ")}${paths.length > 5 ? " …" : ""}`] : [];
  });
}
