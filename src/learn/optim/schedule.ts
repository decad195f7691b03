// Learning rates over the steps of a training, counted from 0.

export type Schedule = (step: number) => number;

export interface CosineOptions {
  /** The peak. */
  lr: number;
  /** Steps of linear rise to the peak. */
  warmup?: number;
  total: number;
  min?: number;
}

export const schedule = {
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
