// jax-js on its WebAssembly backend (one thread in Node, which has no web workers), with Adam as optax defines it; its arrays count references.
globalThis.navigator ??= {}; // it looks for WebGPU there, and Node 20 has no navigator
export const { numpy: np, random, nn, lax, tree, jit, valueAndGrad, init, defaultDevice } = await import("@jax-js/jax");
await init("wasm");
defaultDevice("wasm");

/** A jitted training step over a loss of (parameters, …batch); the state is kept inside. Resolves when the loss is read. */
export function training(loss, parameters, { lr, weightDecay = 0, betas: [b1, b2] = [0.9, 0.999], eps = 1e-8 }) {
  const zeros = () => tree.map((p) => np.zeros(p.shape), tree.ref(parameters));
  let state = { parameters, mean: zeros(), square: zeros() };
  const update = jit(({ parameters, mean, square }, pace, small, ...batch) => {
    const [value, slopes] = valueAndGrad(loss)(tree.ref(parameters), ...batch);
    const newMean = tree.map((m, g) => m.mul(b1).add(g.mul(1 - b1)), mean, tree.ref(slopes));
    const newSquare = tree.map((v, g) => v.mul(b2).add(np.square(g).mul(1 - b2)), square, slopes);
    const moved = tree.map((p, m, v) => p.mul(1 - lr * weightDecay).sub(m.mul(pace.ref).div(np.sqrt(v).add(small.ref))), parameters, tree.ref(newMean), tree.ref(newSquare));
    pace.dispose();
    small.dispose();
    return [value, { parameters: moved, mean: newMean, square: newSquare }];
  });
  let steps = 0;
  return async (...batch) => {
    const root = Math.sqrt(1 - b2 ** ++steps);
    const [value, next] = update(state, np.array((lr * root) / (1 - b1 ** steps)), np.array(eps * root), ...batch.map((array) => array.ref));
    state = next;
    return (await value.data())[0];
  };
}
