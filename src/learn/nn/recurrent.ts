// Recurrent layers as PyTorch defines them: GRU (Cho et al. 2014) and LSTM (Hochreiter & Schmidhuber 1997), one layer, first step to last.
import * as tf from "@tensorflow/tfjs";
import { rng as seeded } from "../random";
import { linear } from "./functional";
import { type LayerOptions, normal } from "./layers";
import { Module } from "./module";

/** x [batch, time, in] → the state after each step [batch, time, hidden]; starts from zeros. Parameters: `weight_ih` [in, gates · hidden], `weight_hh`, two biases. */
abstract class Recurrent<State extends readonly [tf.Tensor, ...tf.Tensor[]]> extends Module {
  readonly #input: Affine;
  readonly #state: Affine;

  constructor(readonly inFeatures: number, readonly hidden: number, gates: number, { rng = seeded(0), std = 1 / Math.sqrt(hidden) }: LayerOptions) {
    super();
    this.#input = { weight: this.parameter("weight_ih", [inFeatures, gates * hidden], normal(std, rng)), bias: this.parameter("bias_ih", [gates * hidden], tf.zeros) };
    this.#state = { weight: this.parameter("weight_hh", [hidden, gates * hidden], normal(std, rng)), bias: this.parameter("bias_hh", [gates * hidden], tf.zeros) };
  }

  /** What is kept between steps, the visible state first; each [batch, hidden]. */
  protected abstract start(batch: number): State;
  /** @param input, state the two products [batch, gates · hidden] */
  protected abstract step(input: tf.Tensor, state: tf.Tensor, before: State): State;

  forward(x: tf.Tensor): tf.Tensor {
    const [batch = 1, time = 1, features] = x.shape;
    if (x.rank !== 3 || features !== this.inFeatures) throw new Error(`A recurrent layer takes [batch, time, ${this.inFeatures}], not [${x.shape.join(", ")}].`);
    return tf.tidy(() => {
      const products = tf.unstack(tf.reshape(applied(this.#input, tf.reshape(x, [batch * time, features])), [batch, time, -1]), 1); // all steps at once
      let now = this.start(batch);
      const states = products.map((product) => {
        now = this.step(product, applied(this.#state, now[0]), now);
        return now[0];
      });
      return tf.stack(states, 1);
    });
  }

  protected zeros(batch: number): tf.Tensor {
    return tf.zeros([batch, this.hidden]);
  }
}

interface Affine {
  weight: tf.Variable;
  bias: tf.Variable;
}

const applied = ({ weight, bias }: Affine, x: tf.Tensor): tf.Tensor => linear(x, weight, bias);

/** h′ = (1 − z) n + z h, with reset r = σ(·), update z = σ(·) and new n = tanh(input + r · state). */
export class GRU extends Recurrent<readonly [tf.Tensor]> {
  constructor(inFeatures: number, hidden: number, options: LayerOptions = {}) {
    super(inFeatures, hidden, 3, options);
  }

  protected start(batch: number): readonly [tf.Tensor] {
    return [this.zeros(batch)];
  }

  protected step(input: tf.Tensor, state: tf.Tensor, [h]: readonly [tf.Tensor]): readonly [tf.Tensor] {
    const [ir, iz, xn] = tf.split(input, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [hr, hz, hn] = tf.split(state, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [reset, update] = [tf.sigmoid(tf.add(ir, hr)), tf.sigmoid(tf.add(iz, hz))];
    const fresh = tf.tanh(tf.add(xn, tf.mul(reset, hn)));
    return [tf.add(fresh, tf.mul(update, tf.sub(h, fresh)))];
  }
}

/** c′ = f c + i g and h′ = o tanh(c′), with input i, forget f and output o = σ(·) and g = tanh(·). */
export class LSTM extends Recurrent<readonly [tf.Tensor, tf.Tensor]> {
  constructor(inFeatures: number, hidden: number, options: LayerOptions = {}) {
    super(inFeatures, hidden, 4, options);
  }

  protected start(batch: number): readonly [tf.Tensor, tf.Tensor] {
    return [this.zeros(batch), this.zeros(batch)];
  }

  protected step(input: tf.Tensor, state: tf.Tensor, [, c]: readonly [tf.Tensor, tf.Tensor]): readonly [tf.Tensor, tf.Tensor] {
    const [i, f, g, o] = tf.split(tf.add(input, state), 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const cell = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return [tf.mul(tf.sigmoid(o), tf.tanh(cell)), cell];
  }
}
