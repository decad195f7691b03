// Layers and models: their parameters, forward passes and fused gradients.
export { countParameters, Module } from "./module";
export { Embedding, LayerNorm, Linear, type LayerOptions } from "./layers";
export { MultiHeadAttention, type AttentionOptions } from "./attention";
export { Block, FeedForward } from "./block";
export { dropout, seedDropout } from "./dropout";
export { MLP, type Activation, type MLPOptions } from "./mlp";
export { avgPool, BatchNorm, Conv2d, flatten, globalAvgPool, maxPool, type ConvOptions } from "./conv";
export { CNN, type CNNConfig } from "./cnn";
export { AlexNet, alexNetPresets, type AlexNetConfig } from "./alexnet";
export { ResNet, resNetPresets, type ResNetConfig } from "./resnet";
export { BERT, bertPresets, MaskedLM, TextClassifier, type BERTConfig, type BERTInput } from "./bert";
export { LoRA, type LoRAOptions } from "./lora";
export { GPT, presets, type GPTConfig } from "./gpt";
export type { GenerateOptions } from "./generate";
export { Llama, llamaPresets, RMSNorm, type LlamaConfig } from "./llama";
export { rotate, silu } from "./rotary";
export { sample, type SamplingOptions } from "./sample";
export { attention, causalMask, crossEntropy, exactGelu, gelu, layerNorm, linear, lookup } from "./functional";
