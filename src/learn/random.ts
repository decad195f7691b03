// One seeded random generator for everything: weights, batches, sampling, shuffles.

/** A seeded generator: the same seed, the same numbers. */
export interface Rng {
  /** In [0, 1), 32 bits fine. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** A whole number in [0, n). Throws unless n is a positive whole number. */
  int(n: number): number;
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T>(values: T[]): T[];
  /** `count` normal numbers, each times `std`. */
  normals(count: number, std?: number): Float32Array;
  /** A 32-bit whole number: read it to save the generator, set it to resume exactly there. */
  state: number;
}

/** The generator of the given seed (its lower 32 bits). Mulberry32 (T. Ettinger): small, fast, passes gjrand; not for secrets. */
export function rng(seed = 0): Rng {
  return new Mulberry32(seed);
}

class Mulberry32 implements Rng {
  #state: number;

  constructor(seed: number) {
    if (!Number.isFinite(seed)) throw new Error(`A seed is a finite number, not ${seed}.`);
    this.#state = seed >>> 0;
  }

  get state(): number {
    return this.#state;
  }

  set state(value: number) {
    this.#state = value >>> 0;
  }

  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Box–Muller, one of its pair: so that `state` is all there is to save. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  int(n: number): number {
    if (!Number.isInteger(n) || n < 1) throw new Error(`int(n) needs a positive whole number, not ${n}.`);
    return Math.floor(this.uniform() * n);
  }

  shuffle<T>(values: T[]): T[] {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.int(last + 1);
      [values[last], values[other]] = [values[other] as T, values[last] as T];
    }
    return values;
  }

  normals(count: number, std = 1): Float32Array {
    return Float32Array.from({ length: count }, () => std * this.normal());
  }
}
