// What a training tells of itself, while it runs and at its end.

export interface TrainRecord {
  /** Steps done, those before this call among them. */
  step: number;
  loss: number;
  evaluation?: number;
}

/** How a training went. */
export interface TrainReport {
  /** One a step. */
  losses: number[];
  /** Steps done. */
  steps: number;
  /** Steps done before this call. */
  from: number;
  /** Of the steps, with evaluations and checkpoints between them. */
  seconds: number;
  /** Steps a second. */
  perSecond: number;
  /** Rows of the batches (the first axis of their first tensor) a second. */
  itemsPerSecond: number;
  /** True if the steps ran as a graph. */
  compiled: boolean;
  /** Of products and convolutions. */
  precision: "float32" | "bfloat16";
  /** Why it ended before its steps were done. */
  stopped?: "interrupt" | "early";
  /** With early stopping, the best record. */
  best?: { step: number; value: number };
  /** Records of loss and evaluation, `every` so many steps. */
  history: TrainRecord[];
}
