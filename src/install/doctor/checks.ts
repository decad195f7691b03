// The doctor's rounds: all checks, in the order in which they are told.
import type { Check, Finding, Patient } from "./check";
import { answers, kernelspecs } from "./kernels";
import { jupyterFolder, node, temporaryFolder } from "./machine";
import { devices, jupyter, neededPackages } from "./packages";

const CHECKS: readonly Check[] = [node, neededPackages, temporaryFolder, jupyterFolder, kernelspecs, answers, devices, jupyter];

export async function examine(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of CHECKS) findings.push(...(await check(patient)));
  return findings;
}

/** Whether the kernel works: everything needed is well. */
export const isWell = (findings: readonly Finding[]): boolean => findings.every(({ ok, needed }) => ok || !needed);

export function line({ ok, needed, what, detail, mend }: Finding): string {
  const state = ok ? "OK     " : needed ? "WRONG  " : "missing";
  return `${state}  ${what}: ${detail}${ok || !mend ? "" : `\n         → ${mend}`}`;
}
