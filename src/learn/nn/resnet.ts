// A residual network of basic blocks (He et al. 2016): each adds to its input what two convolutions make of it.
import * as tf from "@tensorflow/tfjs";
import { type Rng, rng as seeded } from "../random";
import { BatchNorm, Conv2d, globalAvgPool, maxPool } from "./conv";
import { crossEntropy } from "./functional";
import { Linear } from "./layers";
import { Module } from "./module";

/** The sizes of a residual network. */
export interface ResNetConfig {
  /** How many classes: the logits' length. */
  classes: number;
  /** Of an image; 3 by default. */
  channels?: number;
  /** Blocks of each stage; every stage but the first halves the image and doubles the width. */
  blocks: readonly number[];
  /** Channels of the first stage. */
  width: number;
  /** `imagenet`: 7 × 7 with stride 2, then pooling; `small`: 3 × 3, for images of some 32 × 32. */
  stem?: "imagenet" | "small";
  /** Of the start weights; 0 by default. */
  seed?: number;
}

/** Parameters are named as in torchvision: `conv1.weight`, `layer1.0.bn1.weight`, … x [batch, h, w, channels] → logits [batch, classes]. */
export class ResNet extends Module {
  readonly #conv1: Conv2d;
  readonly #bn1: BatchNorm;
  readonly #blocks: BasicBlock[];
  readonly #fc: Linear;

  constructor(readonly config: ResNetConfig) {
    super();
    const { classes, channels = 3, blocks, width, stem = "small", seed = 0 } = config;
    const rng = seeded(seed);
    const first = stem === "imagenet" ? { size: 7, stride: 2, padding: 3 } : { size: 3, stride: 1, padding: 1 };
    this.#conv1 = this.part("conv1", new Conv2d(channels, width, first.size, { ...first, bias: false, rng }));
    this.#bn1 = this.part("bn1", new BatchNorm(width));
    this.#blocks = blocks.flatMap((count, stage) => {
      const out = width * 2 ** stage;
      return Array.from({ length: count }, (_, i) => this.part(`layer${stage + 1}.${i}`, new BasicBlock(i === 0 && stage > 0 ? out / 2 : out, out, i === 0 && stage > 0 ? 2 : 1, rng)));
    });
    this.#fc = this.part("fc", new Linear(width * 2 ** (blocks.length - 1), classes, { rng }));
  }

  forward(x: tf.Tensor, training = false): tf.Tensor {
    return tf.tidy(() => {
      const stem = tf.relu(this.#bn1.forward(this.#conv1.forward(x), training));
      const start = this.config.stem === "imagenet" ? maxPool(stem, 3, 2, 1) : stem;
      return this.#fc.forward(globalAvgPool(this.#blocks.reduce((image, block) => block.forward(image, training), start)));
    });
  }

  /** Mean cross-entropy in nats against class ids [batch]. */
  loss(x: tf.Tensor, labels: tf.Tensor, training = true): tf.Scalar {
    return tf.tidy(() => crossEntropy(this.forward(x, training), labels));
  }
}

/** x + two 3 × 3 convolutions of x; where the shape changes, x goes through a 1 × 1 convolution. */
class BasicBlock extends Module {
  readonly #conv1: Conv2d;
  readonly #bn1: BatchNorm;
  readonly #conv2: Conv2d;
  readonly #bn2: BatchNorm;
  readonly #downsample: { conv: Conv2d; norm: BatchNorm } | undefined;

  constructor(inChannels: number, outChannels: number, stride: number, rng: Rng) {
    super();
    this.#conv1 = this.part("conv1", new Conv2d(inChannels, outChannels, 3, { stride, padding: 1, bias: false, rng }));
    this.#bn1 = this.part("bn1", new BatchNorm(outChannels));
    this.#conv2 = this.part("conv2", new Conv2d(outChannels, outChannels, 3, { padding: 1, bias: false, rng }));
    this.#bn2 = this.part("bn2", new BatchNorm(outChannels));
    if (stride === 1 && inChannels === outChannels) return;
    this.#downsample = {
      conv: this.part("downsample.0", new Conv2d(inChannels, outChannels, 1, { stride, bias: false, rng })),
      norm: this.part("downsample.1", new BatchNorm(outChannels)),
    };
  }

  forward(x: tf.Tensor, training = false): tf.Tensor {
    return tf.tidy(() => {
      const inner = tf.relu(this.#bn1.forward(this.#conv1.forward(x), training));
      const residual = this.#bn2.forward(this.#conv2.forward(inner), training);
      const shortcut = this.#downsample ? this.#downsample.norm.forward(this.#downsample.conv.forward(x), training) : x;
      return tf.relu(tf.add(shortcut, residual));
    });
  }
}

/** ResNet-18 for ImageNet, and one for small images (ResNet-20's depth). */
export const resNetPresets = {
  resnet18: { classes: 1000, blocks: [2, 2, 2, 2], width: 64, stem: "imagenet" },
  "resnet-small": { classes: 10, blocks: [1, 1, 1], width: 16, stem: "small" },
} as const satisfies Record<string, ResNetConfig>;
