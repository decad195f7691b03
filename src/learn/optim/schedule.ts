// Learning rates over the steps of a training, counted from 0.

/** The learning rate of a step, counted from 0. */
export type Schedule = (step: number) => number;

/** The shape of the curve. */
export interface CosineOptions {
  /** The peak. */
  lr: number;
  /** Steps of linear rise to the peak. */
  warmup?: number;
  /** Steps until `min` is reached. */
  total: number;
  /** Where it ends; 0 by default. */
  min?: number;
}

/** Learning rates over a training, for `train({ schedule })`. */
export const schedule = {
  /** The same rate at every step. */
  constant: (lr: number): Schedule => () => lr,

  /** Rises linearly for `warmup` steps, falls along half a cosine to `min` at `total`, stays there (Loshchilov & Hutter 2017). */
  cosine({ lr, warmup = 0, total, min = 0 }: CosineOptions): Schedule {
    if (!(total > warmup)) throw new Error(`total (${total}) must exceed warmup (${warmup}).`);
    return (step) => {
      if (step < warmup) return (lr * (step + 1)) / warmup;
      const part = Math.min(1, (step - warmup) / (total - warmup));
      return min + ((lr - min) * (1 + Math.cos(Math.PI * part))) / 2;
    };
  },
};
