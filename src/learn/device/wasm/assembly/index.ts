// Everything that TensorFlow.js's WebAssembly backend calls of ours. It works on that backend's memory and keeps nothing in its own.
export { adam } from "./adam";
export { attention, attentionGradient } from "./attention";
export { convolution, convolutionFilter, convolutionImages } from "./convolution";
export { crossEntropy, crossEntropyGradient } from "./cross-entropy";
export { gelu, geluGradient } from "./gelu";
export { gemm, scratchBytes } from "./gemm";
export { layerNorm, layerNormGradient } from "./layer-norm";
export { maxPoolGradient } from "./pooling";
export { columnSums, fillRows } from "./rows";
