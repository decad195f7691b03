// Privacy of the sampled Gaussian mechanism by an accountant that we did not write; one row, made by scripts/golden/privacy.py.
import type { Source } from "./source";

/** What dp-accounting says of one setting: `steps` releases of a sum over a Poisson sample, with Gaussian noise. */
export interface AccountedSetting {
  rate: number; // of sampling, 0 to 1
  sigma: number; // noise over clipping norm
  steps: number;
  renyi: number[]; // divergence (nats) of all steps together, one an order
  epsilon: number; // by Rényi divergence
  epsilonByLossDistribution: number; // by the privacy loss distribution, which is tight
}

/** Neighbours differ by one row added or removed. */
export interface PrivacyRecord {
  made: string; // ISO date
  by: string;
  versions: { dpAccounting: string; python: string };
  delta: number;
  orders: number[];
  rows: AccountedSetting[];
}

export const privacyAccountant: Source<PrivacyRecord> = {
  title: { en: "Privacy of DP-SGD, by dp-accounting", zh: "DP-SGD 的隐私账（dp-accounting 实算记录）" },
  file: "privacy-accountant.json",
  sha256: "5c71556de7d353ce1d70447a400cf84875be8f97591195f98b0a9ddb56a1c2be",
  licence: "Apache-2.0",
  attribution: "made by scripts/golden/privacy.py",
  parse: (text) => [record(JSON.parse(text))],
};

/** Throws unless the record holds what it is read for: settings, each with a divergence an order. */
function record(value: PrivacyRecord): PrivacyRecord {
  const whole = value.rows?.length > 0 && value.rows.every(({ renyi }) => renyi?.length === value.orders?.length);
  if (!whole) throw new Error("the record lacks settings or divergences; make it afresh with scripts/golden/privacy.py");
  return value;
}
