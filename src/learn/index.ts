// The library: device, nn, optim, train, data, text, checks. Sub-path `cellwright/learn`.
export { artefact, type Trained } from "./artefact";
export { compile, type Compiled } from "./compile";
export { device, type Device, type DeviceName } from "./device";
export { watchMemory, type MemoryWatch } from "./memory";
export * as nn from "./nn";
export * as optim from "./optim";
export { clipGradNorm, schedule, type Optimizer, type Schedule } from "./optim";
export { type Box, Photo, readPhoto } from "./photo";
export { pretrained } from "./pretrained";
export { rng, type Rng } from "./random";
export { scale } from "./scale";
export { readSafetensors, writeSafetensors, type Weights } from "./safetensors";
export { train, type TrainOptions, type TrainReport } from "./train";
export { loadCheckpoint, saveCheckpoint, type Checkpoint } from "./train/checkpoint";
export * from "./checks";
export { data } from "./data";
export * as text from "./text";
