// What every layer and model has: named parameters, saving and loading them, freeing them.
import * as tf from "@tensorflow/tfjs";
import type { Weights } from "../safetensors";

/** Set while parameters are counted: then none is made. */
let counted: { sum: number } | undefined;
/** Set while a model is built whose weights are loaded at once: its start values are not drawn. */
let isBlank = false;

/** What has parameters: layers and models. `parameters()` names them, `state()` and `load()` carry them out and in, `dispose()` frees them. */
export abstract class Module {
  readonly #own = new Map<string, tf.Variable>();
  readonly #buffers = new Map<string, tf.Variable>();
  readonly #children = new Map<string, Module>();

  /** x → y; layers say their shapes. `training` turns dropout on. */
  abstract forward(x: tf.Tensor, training?: boolean): tf.Tensor;

  /** Adds a trainable parameter with its start values. */
  protected parameter(name: string, shape: number[], start: (shape: number[]) => tf.Tensor): tf.Variable {
    if (counted) counted.sum += shape.reduce((a, b) => a * b, 1);
    return variableIn(this.#own, name, shape, () => start(shape));
  }

  /** Adds what is learnt without gradients, such as running statistics; it is saved with the parameters. */
  protected buffer(name: string, shape: number[], start: (shape: number[]) => tf.Tensor): tf.Variable {
    return variableIn(this.#buffers, name, shape, () => start(shape));
  }

  /** Adds a part, whose parameters appear as `name.parameter`. */
  protected part<M extends Module>(name: string, module: M): M {
    this.#children.set(name, module);
    return module;
  }

  /** All parameters by their dotted names, in the order of construction. */
  parameters(): Map<string, tf.Variable> {
    return this.#all((module) => module.#own);
  }

  /** What is saved besides the parameters, by dotted names. */
  buffers(): Map<string, tf.Variable> {
    return this.#all((module) => module.#buffers);
  }

  /** The parts of one kind, and theirs, by dotted names. */
  layers<M extends Module>(kind: abstract new (...args: never[]) => M): Map<string, M> {
    const found = new Map<string, M>();
    for (const [name, child] of this.#children) {
      if (child instanceof kind) found.set(name, child);
      for (const [inner, layer] of child.layers(kind)) found.set(`${name}.${inner}`, layer);
    }
    return found;
  }

  #all(of: (module: Module) => Map<string, tf.Variable>): Map<string, tf.Variable> {
    const all = new Map(of(this));
    for (const [name, child] of this.#children) {
      for (const [inner, variable] of child.#all(of)) all.set(`${name}.${inner}`, variable);
    }
    return all;
  }

  #saved(): Map<string, tf.Variable> {
    return new Map([...this.parameters(), ...this.buffers()]);
  }

  /** How many numbers are trained. */
  parameterCount(): number {
    return [...this.parameters().values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** A copy of all parameters and buffers, out of the device's memory. */
  async state(): Promise<Weights> {
    const weights: Weights = new Map();
    for (const [name, variable] of this.#saved()) {
      weights.set(name, { shape: [...variable.shape], data: Float32Array.from(await variable.data()) });
    }
    return weights;
  }

  /** The loss, and its gradient by every parameter's name. Both are the caller's to free: `tf.dispose([value, grads])`. */
  gradients(loss: () => tf.Tensor): { value: tf.Scalar; grads: Record<string, tf.Tensor> } {
    return gradientsOf(this.parameters(), loss);
  }

  /**
   * Takes every parameter and buffer from weights that were read, or from tensors by name (which it frees, so that they may be made in
   * place). Throws, changing nothing, unless each is there in its shape.
   */
  load(weights: Weights | Record<string, tf.Tensor>): void {
    if (weights instanceof Map) return loadInto(this.#saved(), weights);
    assignAll(this.#saved(), new Map(Object.entries(weights)), (tensor) => tensor);
    tf.dispose(weights);
  }

  /** Frees the parameters' memory; the model cannot be used after. */
  dispose(): void {
    for (const variable of this.#saved().values()) variable.dispose();
  }
}

function variableIn(variables: Map<string, tf.Variable>, name: string, shape: number[], start: () => tf.Tensor): tf.Variable {
  const values = counted ? tf.zeros([0]) : isBlank ? tf.zeros(shape) : start();
  const variable = tf.variable(values);
  values.dispose();
  variables.set(name, variable);
  return variable;
}

/** How many numbers a model would train, without making them: `countParameters(() => new GPT({ ...presets.gpt2 }))`. */
export function countParameters(build: () => Module): number {
  counted = { sum: 0 };
  try {
    build().dispose();
    return counted.sum;
  } finally {
    counted = undefined;
  }
}

/** A model of zeros, for weights that are loaded at once: drawing 70 million normal numbers takes longer than reading them. */
export function blank<M extends Module>(build: () => M): M {
  isBlank = true;
  try {
    return build();
  } finally {
    isBlank = false;
  }
}

/** The value of a loss, and its gradients by name; a parameter that the loss does not depend on has none. */
export function gradientsOf(parameters: Map<string, tf.Variable>, loss: () => tf.Tensor): { value: tf.Scalar; grads: Record<string, tf.Tensor> } {
  const scalar = (): tf.Scalar => tf.reshape(loss(), []);
  const { value, grads: byVariable } = tf.variableGrads(scalar, [...parameters.values()]);
  const grads: Record<string, tf.Tensor> = {};
  for (const [name, { name: inner }] of parameters) {
    const gradient = byVariable[inner];
    if (gradient) grads[name] = gradient;
  }
  return { value, grads };
}

/** Assigns named weights to variables; all or none. */
export function loadInto(variables: Map<string, tf.Variable>, weights: Weights): void {
  assignAll(variables, weights, ({ data, shape }, { dtype }) => tf.tensor(data, shape, dtype));
}

function assignAll<T extends { shape: number[] }>(variables: Map<string, tf.Variable>, given: Map<string, T>, tensorOf: (source: T, like: tf.Variable) => tf.Tensor): void {
  const pairs = [...variables].map(([name, variable]) => ({ variable, source: matching(name, variable, given) }));
  tf.tidy(() => pairs.forEach(({ variable, source }) => variable.assign(tensorOf(source, variable))));
}

function matching<T extends { shape: number[] }>(name: string, { shape }: tf.Variable, given: Map<string, T>): T {
  const source = given.get(name);
  if (!source) throw new Error(`There is no "${name}" among the weights ${[...given.keys()].slice(0, 8).join(", ")}…`);
  if (source.shape.join() === shape.join()) return source;
  throw new Error(`"${name}" is [${source.shape.join(", ")}] in the weights and [${shape.join(", ")}] in the model.`);
}
