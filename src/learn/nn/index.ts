// Layers and models: their parameters, forward passes and fused gradients.
export { Module } from "./module";
export { Embedding, LayerNorm, Linear, type LayerOptions } from "./layers";
export { MultiHeadAttention, type AttentionOptions } from "./attention";
export { Block, FeedForward } from "./block";
export { MLP, type Activation, type MLPOptions } from "./mlp";
export { GPT, presets, type GenerateOptions, type GPTConfig } from "./gpt";
export { sample, type SamplingOptions } from "./sample";
export { attention, causalMask, crossEntropy, gelu, layerNorm, linear, lookup } from "./functional";
