// The MLP's step in jax-js. (A step of the CNN takes it more than a minute.)
import task from "./task.json" with { type: "json" };
import { nn, np, random, training } from "../jax.mjs";
import { timed } from "../timed.ts";

const { side, classes, lr, mlp: { batch, sizes } } = task;
let seed = 0;
const normal = (shape, std = 1) => random.normal(random.key(seed++), shape).mul(std);
const parameters = sizes.slice(1).map((outer, i) => ({ weight: normal([sizes[i], outer], Math.sqrt(2 / sizes[i])), bias: np.zeros([outer]) }));
const through = (x, { weight, bias }) => np.matmul(x, weight).add(bias);
const logits = (layers, x) => layers.reduce((h, layer, i) => (i < layers.length - 1 ? nn.relu(through(h, layer)) : through(h, layer)), x);
const loss = (layers, x, labels) => nn.logSoftmax(logits(layers, x)).mul(labels).sum().mul(-1 / batch);

const step = training(loss, parameters, { lr });
const x = normal([batch, side * side]);
const labels = nn.oneHot(np.array(Array.from({ length: batch }, (_, i) => (7 * i) % classes), { dtype: np.int32 }), classes);
await timed(async () => void (await step(x, labels)));
