// Optimisers written out as PyTorch defines them, gradient clipping, and learning-rate schedules.
export { adam, adamw, type AdamOptions } from "./optim/adam";
export { clipGradNorm } from "./optim/clip";
export type { Gradients, Optimizer, Parameters } from "./optim/optimizer";
export { rmsprop, type RMSPropOptions } from "./optim/rmsprop";
export { schedule, type Schedule } from "./optim/schedule";
export { sgd, type SGDOptions } from "./optim/sgd";
