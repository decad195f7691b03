// Ends a training that no longer gets better, and gives back the best parameters (Prechelt 1998).
import type { Module } from "../nn/module";
import type { Weights } from "../safetensors";
import type { TrainRecord } from "./report";

export interface EarlyStopping {
  /** So many records in a row without a better one end the training. */
  patience: number;
  /** By how much a record must be better to count. */
  minDelta?: number;
  /** Whether small numbers are good ("min", as of a loss) or large ones ("max", as of an accuracy). */
  mode?: "min" | "max";
  /** Gives the model its best record's parameters at the end, unless it is interrupted; true by default. */
  restoreBest?: boolean;
}

/** What a checkpoint keeps of it. */
export interface StoppingState {
  best: { step: number; value: number } | undefined;
  waited: number;
  weights: Weights;
}

/** Sees records: their evaluation, or where there is none their loss. */
export class EarlyStopper {
  #state: StoppingState = { best: undefined, waited: 0, weights: new Map() };
  readonly #sign: 1 | -1;
  readonly #restores: boolean;

  /** @throws if the patience is no whole number of records, or there is no model to restore. */
  constructor(readonly options: EarlyStopping, readonly model: Module | undefined) {
    const { patience, mode = "min", restoreBest = true } = options;
    if (!Number.isInteger(patience) || patience < 1) throw new Error(`patience is a whole number of records, at least 1, not ${patience}.`);
    if (restoreBest && !model) throw new Error("earlyStopping gives back the best parameters of a model: give train the model, or restoreBest: false.");
    [this.#sign, this.#restores] = [mode === "max" ? -1 : 1, restoreBest];
  }

  get state(): StoppingState {
    return this.#state;
  }

  set state(state: StoppingState) {
    this.#state = state;
  }

  /** True if the training should end. A record that is not a number is no better one. */
  async sees({ step, loss, evaluation }: TrainRecord): Promise<boolean> {
    const value = evaluation ?? loss;
    const { best, waited, weights } = this.#state;
    const gained = best ? this.#sign * (best.value - value) > (this.options.minDelta ?? 0) : !Number.isNaN(value);
    if (gained) this.#state = { best: { step, value }, waited: 0, weights: this.#restores && this.model ? await this.model.state() : weights };
    else this.#state = { best, waited: waited + 1, weights };
    return this.#state.waited >= this.options.patience;
  }

  restore(): void {
    if (this.#restores && this.#state.best) this.model?.load(this.#state.weights);
  }
}
