// The GPT's step in jax-js.
import task from "./task.json" with { type: "json" };
import { nn, np, random, training } from "../jax.mjs";
import { timed } from "../timed.ts";

const { vocab, context, layers, heads, width, batch, lr, weightDecay } = task;
let seed = task.seed;
const normal = (...shape) => random.normal(random.key(seed++), shape).mul(0.02);
const linear = (inner, outer) => ({ weight: normal(inner, outer), bias: np.zeros([outer]) });
const norm = () => ({ weight: np.ones([width]), bias: np.zeros([width]) });
const block = () => ({ one: norm(), qkv: linear(width, 3 * width), out: linear(width, width), two: norm(), up: linear(width, 4 * width), down: linear(4 * width, width) });
const parameters = { tokens: normal(vocab, width), positions: normal(context, width), blocks: Array.from({ length: layers }, block), last: norm(), head: normal(width, vocab) };

const through = (x, { weight, bias }) => np.matmul(x, weight).add(bias);
const normed = (x, { weight, bias }) => nn.standardize(x, -1).mul(weight).add(bias);

/** [batch · time, heads · size] → [batch, heads, time, size]. */
const apart = (x) => x.reshape([batch, context, heads, width / heads]).transpose([0, 2, 1, 3]);
const mask = np.array(Float32Array.from({ length: context * context }, (_, i) => (i % context > Math.floor(i / context) ? -1e9 : 0))).reshape([context, context]);

// Its own dotProductAttention needs iterator helpers, which Node 20 lacks.
function attention(x, qkv) {
  const [q, k, v] = np.split(through(x, qkv), 3, 1).map(apart);
  const scores = np.matmul(q, k.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(width / heads));
  return np.matmul(nn.softmax(scores.add(mask.ref)), v).transpose([0, 2, 1, 3]).reshape([batch * context, width]);
}

function loss({ tokens, positions, blocks, last, head }, x, y) {
  let h = np.matmul(x, tokens).reshape([batch, context, width]).add(positions).reshape([batch * context, width]);
  for (const { one, qkv, out, two, up, down } of blocks) {
    h = h.ref.add(through(attention(normed(h, one), qkv), out));
    h = h.ref.add(through(nn.gelu(through(normed(h, two), up)), down));
  }
  return nn.logSoftmax(np.matmul(normed(h, last), head)).mul(y).sum().mul(-1 / (batch * context));
}

const ids = Array.from({ length: batch * context }, (_, i) => (31 * i + 11) % vocab);
const oneHot = (values) => nn.oneHot(np.array(values, { dtype: np.int32 }), vocab);
const [x, y] = [oneHot(ids), oneHot(ids.map((id) => (5 * id + 7) % vocab))];
const step = training(loss, parameters, { lr, weightDecay });
await timed(async () => void (await step(x, y)));
