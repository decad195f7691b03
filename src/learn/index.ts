// The library: device, nn, optim, train, data, text, checks. Sub-path `cellwright/learn`.
export { artefact, type Trained } from "./artefact";
export { compile, type Compiled } from "./compile";
export { device, type Device, type DeviceName } from "./device";
export { watchMemory, type MemoryWatch } from "./memory";
/** Layers and models: functions of named parameters, a file each, as PyTorch and the papers name them. */
export * as nn from "./nn";
/** Optimisers as PyTorch defines them, written out, and learning-rate schedules. */
export * as optim from "./optim";
export { clipGradNorm, schedule, type Optimizer, type Schedule } from "./optim";
export { type Box, Photo, readPhoto } from "./photo";
export { pretrained } from "./pretrained";
export { rng, type Rng } from "./random";
export { readSound, Sound, type Spectrogram } from "./sound";
export { scale } from "./scale";
export { readSafetensors, writeSafetensors, type Weights } from "./safetensors";
export { train, type TrainOptions, type TrainReport } from "./train";
export { loadCheckpoint, saveCheckpoint, type Checkpoint } from "./train/checkpoint";
export * from "./checks";
export { data } from "./data";
/** Tokenizers: characters, words, trained and published byte pairs, WordPiece; Chinese words. */
export * as text from "./text";
