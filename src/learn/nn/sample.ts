// Picks the next token from logits.
import type { Rng } from "../random";

/** Which tokens may come, and how boldly. */
export interface SamplingOptions {
  /** Divides the logits: under 1 bolder in what it knows, over 1 wilder; 0 always takes the likeliest. */
  temperature?: number;
  /** Only the k likeliest tokens. */
  topK?: number;
  /** Only the likeliest tokens whose probabilities reach p together (Holtzman et al. 2020). */
  topP?: number;
}

/** The id of one token. Throws on a negative temperature, topK < 1, or topP outside (0, 1]. */
export function sample(logits: ArrayLike<number>, { temperature = 1, topK = Infinity, topP = 1 }: SamplingOptions, rng: Rng): number {
  if (!(temperature >= 0) || !(topK >= 1) || !(topP > 0 && topP <= 1)) throw new Error(`Cannot sample with temperature ${temperature}, topK ${topK}, topP ${topP}.`);
  if (temperature === 0) return likeliest(logits);
  const ranked = Array.from(logits, (logit, id) => ({ id, logit })).sort((a, b) => b.logit - a.logit);
  const best = ranked[0];
  if (!best) throw new Error(NOTHING);
  const weighted = ranked.slice(0, topK).map(({ id, logit }) => ({ id, weight: Math.exp((logit - best.logit) / temperature) }));
  return draw(nucleus(weighted, topP), rng, best.id);
}

const NOTHING = "There are no logits to sample from.";

/** The first of the largest. */
function likeliest(logits: ArrayLike<number>): number {
  if (logits.length === 0) throw new Error(NOTHING);
  let best = 0;
  for (let id = 1; id < logits.length; id++) if ((logits[id] ?? NaN) > (logits[best] ?? NaN)) best = id;
  return best;
}

interface Weighted {
  id: number;
  weight: number;
}

const total = (tokens: Weighted[]): number => tokens.reduce((sum, { weight }) => sum + weight, 0);

function nucleus(tokens: Weighted[], topP: number): Weighted[] {
  if (topP === 1) return tokens;
  const enough = topP * total(tokens);
  let sum = 0;
  const last = tokens.findIndex(({ weight }) => (sum += weight) >= enough);
  return tokens.slice(0, last + 1);
}

function draw(tokens: Weighted[], rng: Rng, otherwise: number): number {
  let left = rng.uniform() * total(tokens);
  for (const { id, weight } of tokens) {
    left -= weight;
    if (left < 0) return id;
  }
  return otherwise;
}
