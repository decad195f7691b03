// AlexNet: five convolutions and three linear layers (Krizhevsky, Sutskever & Hinton 2012), and its one-tower form (Krizhevsky 2014).
import * as tf from "@tensorflow/tfjs";
import { type Rng, rng as seeded } from "../random";
import { Conv2d, flatten, maxPool } from "./conv";
import { dropout } from "./dropout";
import { crossEntropy } from "./functional";
import { Linear } from "./layers";
import { Module } from "./module";

interface Convolution {
  out: number;
  size: number;
  stride?: number;
  padding?: number;
  groups?: number;
  /** 3 × 3 with stride 2 after it. */
  pool?: boolean;
}

/** The sizes of an AlexNet. */
export interface AlexNetConfig {
  /** Height and width of an image. */
  image: number;
  /** Of an image; 3 by default. */
  channels?: number;
  /** One after the other: filters (`out`), their rows and columns (`size`), stride, padding, groups, and whether pooling follows. */
  convolutions: readonly Convolution[];
  /** Width of the two hidden linear layers. */
  hidden: number;
  /** How many classes: the logits' length. */
  classes: number;
  /** Rate on the two hidden layers' inputs. */
  dropout?: number;
  /** Local response normalisation after the convolutions that are pooled, but the last, as in 2012. */
  normalised?: boolean;
  /** Of the start weights; 0 by default. */
  seed?: number;
}

/** x [batch, image, image, channels] → logits [batch, classes]. */
export class AlexNet extends Module {
  readonly #features: { layer: Conv2d; pool: boolean; normalised: boolean }[];
  readonly #classifier: Linear[];

  constructor(readonly config: AlexNetConfig) {
    super();
    const { convolutions, hidden, classes, channels = 3, seed = 0, normalised = false } = config;
    const rng = seeded(seed);
    this.#features = convolutions.map(({ out, size, pool = false, ...more }, i) => {
      const layer = this.part(`features.${i}`, new Conv2d(convolutions[i - 1]?.out ?? channels, out, size, { ...more, rng }));
      return { layer, pool, normalised: normalised && pool && i < convolutions.length - 1 };
    });
    const side = sideOf(config);
    const sizes = [side * side * (convolutions.at(-1)?.out ?? channels), hidden, hidden, classes];
    this.#classifier = sizes.slice(1).map((size, i) => this.part(`classifier.${i}`, linear(sizes[i] ?? 0, size, rng)));
  }

  forward(x: tf.Tensor, training = false): tf.Tensor {
    const rate = training ? (this.config.dropout ?? 0.5) : 0;
    return tf.tidy(() => {
      const images = this.#features.reduce((image, { layer, pool, normalised }) => {
        const active = tf.relu(layer.forward(image));
        const normed = normalised ? responseNormalised(active) : active;
        return pool ? maxPool(normed, 3, 2) : normed;
      }, x); // [batch, side, side, channels]
      const last = this.#classifier.length - 1;
      return this.#classifier.reduce((h, layer, i) => (i < last ? tf.relu(layer.forward(dropout(h, { rate }))) : layer.forward(h)), flatten(images));
    });
  }

  /** Mean cross-entropy in nats against class ids [batch]. */
  loss(x: tf.Tensor, labels: tf.Tensor, training = true): tf.Scalar {
    return tf.tidy(() => crossEntropy(this.forward(x, training), labels));
  }
}

const linear = (inputs: number, outputs: number, rng: Rng): Linear => new Linear(inputs, outputs, { rng, std: Math.sqrt(2 / inputs) });

/** x / (2 + 10⁻⁴ Σ x²)^0.75, the sum over five neighbouring channels (3.3 of the paper). */
const responseNormalised = (x: tf.Tensor): tf.Tensor => tf.localResponseNormalization(x as tf.Tensor4D, 2, 2, 1e-4, 0.75);

/** Height and width of the image after the convolutions. Throws where it vanishes. */
function sideOf({ image, convolutions }: AlexNetConfig): number {
  const after = (side: number, size: number, stride: number, padding: number): number => Math.floor((side + 2 * padding - size) / stride) + 1;
  const side = convolutions.reduce((now, { size, stride = 1, padding = 0, pool }) => {
    const convolved = after(now, size, stride, padding);
    return pool ? after(convolved, 3, 2, 0) : convolved;
  }, image);
  if (side < 1) throw new Error(`Nothing is left of an image of ${image} × ${image} after these convolutions.`);
  return side;
}

const rest = (groups: number): Convolution[] => [
  { out: 384, size: 3, padding: 1 },
  { out: 384, size: 3, padding: 1, groups },
  { out: 256, size: 3, padding: 1, groups, pool: true },
];

const paper = (groups: number): AlexNetConfig => ({
  image: 227, hidden: 4096, classes: 1000, normalised: true,
  convolutions: [{ out: 96, size: 11, stride: 4, pool: true }, { out: 256, size: 5, padding: 2, groups, pool: true }, ...rest(groups)],
});

/** The paper's two towers (groups of two), the same without groups, the one tower of 2014 (as in torchvision), and a small one for 32 × 32 images. */
export const alexNetPresets = {
  paper: paper(2),
  ungrouped: paper(1),
  "one-tower": {
    image: 224, hidden: 4096, classes: 1000,
    convolutions: [
      { out: 64, size: 11, stride: 4, padding: 2, pool: true }, { out: 192, size: 5, padding: 2, pool: true },
      { out: 384, size: 3, padding: 1 }, { out: 256, size: 3, padding: 1 }, { out: 256, size: 3, padding: 1, pool: true },
    ],
  },
  small: {
    image: 32, hidden: 128, classes: 10,
    convolutions: [
      { out: 24, size: 5, padding: 2, pool: true }, { out: 48, size: 5, padding: 2, pool: true },
      { out: 64, size: 3, padding: 1 }, { out: 64, size: 3, padding: 1 }, { out: 48, size: 3, padding: 1, pool: true },
    ],
  },
} as const satisfies Record<string, AlexNetConfig>;
