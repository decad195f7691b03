// What a training tells of itself, while it runs and at its end.

export interface TrainRecord {
  /** Steps done. */
  step: number;
  loss: number;
  evaluation?: number;
}

export interface TrainReport {
  /** One a step. */
  losses: number[];
  steps: number;
  seconds: number;
  /** Steps a second. */
  perSecond: number;
  /** True if the steps ran as a graph. */
  compiled: boolean;
  /** Why it ended before its steps were done. */
  stopped?: "interrupt" | "early";
  history: TrainRecord[];
}
