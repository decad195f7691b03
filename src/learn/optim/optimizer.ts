// What optimisers share: named state beside each parameter, one step over all, saving and loading.
import * as tf from "@tensorflow/tfjs";
import { loadInto } from "../nn/module";
import type { Weights } from "../safetensors";

/** What is trained, by name. */
export type Parameters = Map<string, tf.Variable>;
/** dLoss/dparameter, by the parameter's name. */
export type Gradients = Record<string, tf.Tensor>;

/** Moves parameters against their gradients; keeps running averages between steps. */
export interface Optimizer {
  /** The learning rate of the next step; a schedule sets it. */
  lr: number;
  /** Moves every parameter that has a gradient. The gradients stay the caller's to free. */
  step(grads: Gradients): void;
  /** What differs from step to step and not from parameter to parameter (rates, corrections), for the next step. */
  numbers(): number[];
  /** The next step's work on tensors and nothing else, with its `numbers` as scalars; `done` has to follow. */
  update(grads: Gradients, numbers: tf.Tensor[]): void;
  /** Counts a step. */
  done(): void;
  /** The running averages as `parameter.kind`, and the count of steps as `step`. */
  state(): Promise<Weights>;
  /** Sets averages and count to what `state` gave. Throws if names or shapes differ. */
  load(weights: Weights): void;
  /** Frees the running averages. */
  dispose(): void;
}

/** One parameter's update: reads the gradient and its own state, assigns both. Runs inside tf.tidy. */
export type Update = (parameter: tf.Variable, gradient: tf.Tensor, slots: tf.Variable[]) => void;

export interface Rule {
  /** Names of the running averages, each of the parameter's shape, starting at zero. */
  slots: string[];
  /** The numbers that differ from step to step, at the step counted from 1. */
  numbers(lr: number, step: number): number[];
  /** The update with those numbers as scalars. What all parameters share is made once here: a number in an operation costs a tensor. */
  with(numbers: tf.Tensor[]): Update;
}

/** @throws on an option outside its range, by name. */
export function nonNegative(options: Record<string, number>): void {
  for (const [name, value] of Object.entries(options)) if (!(value >= 0)) throw new Error(`${name} must be 0 or more, not ${value}.`);
}

export class RuleOptimizer implements Optimizer {
  #step = 0;
  readonly #slots = new Map<string, tf.Variable[]>();

  constructor(readonly parameters: Parameters, public lr: number, readonly rule: Rule) {
    nonNegative({ lr });
    const zeros = (parameter: tf.Variable): tf.Variable => tf.tidy(() => tf.variable(tf.zerosLike(parameter), false));
    for (const [name, parameter] of parameters) this.#slots.set(name, rule.slots.map(() => zeros(parameter)));
  }

  step(grads: Gradients): void {
    tf.tidy(() => this.update(grads, this.numbers().map((number) => tf.scalar(number))));
    this.done();
  }

  numbers(): number[] {
    return this.rule.numbers(this.lr, this.#step + 1);
  }

  done(): void {
    this.#step++;
  }

  update(grads: Gradients, numbers: tf.Tensor[]): void {
    tf.tidy(() => {
      const update = this.rule.with(numbers);
      for (const [name, parameter] of this.parameters) {
        const gradient = grads[name];
        if (gradient) update(parameter, gradient, this.#slots.get(name) ?? []);
      }
    });
  }

  async state(): Promise<Weights> {
    const weights: Weights = new Map([["step", { shape: [], data: Int32Array.of(this.#step) }]]);
    for (const [name, variable] of this.#named()) weights.set(name, { shape: [...variable.shape], data: Float32Array.from(await variable.data()) });
    return weights;
  }

  load(weights: Weights): void {
    loadInto(this.#named(), weights);
    this.#step = weights.get("step")?.data[0] ?? 0;
  }

  dispose(): void {
    for (const variable of this.#named().values()) variable.dispose();
  }

  #named(): Map<string, tf.Variable> {
    const kinds = this.rule.slots;
    return new Map([...this.#slots].flatMap(([name, slots]) => slots.map((slot, i): [string, tf.Variable] => [`${name}.${kinds[i] ?? i}`, slot])));
  }
}
