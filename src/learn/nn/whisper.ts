// Whisper (Radford et al. 2022): a transformer that reads a sound's spectrogram, and one that writes its words and looks at the sound while it writes.
import * as tf from "@tensorflow/tfjs";
import { type Rng, rng as seeded } from "../random";
import { Block, FeedForward } from "./block";
import { MultiHeadAttention } from "./attention";
import { Conv1d } from "./conv";
import { CrossAttention } from "./cross-attention";
import { exactGelu } from "./functional";
import type { Reader } from "./generate";
import { keepingReader, type KeyValues } from "./keys-values";
import { Embedding, LayerNorm } from "./layers";
import { Module } from "./module";

/** The sizes of a Whisper. */
export interface WhisperConfig {
  /** Bands of the spectrogram. */
  bands: number;
  /** Places that the encoder makes of a sound: half as many as the spectrogram has frames. */
  audioContext: number;
  /** The longest text, in tokens. */
  textContext: number;
  /** How many tokens there are. */
  vocab: number;
  /** Blocks of the encoder, and of the decoder. */
  layers: number;
  /** Attention heads; they divide the width. */
  heads: number;
  /** Length of a vector. */
  width: number;
  /** Of the start weights; 0 by default. */
  seed?: number;
}

/** A sound's keys and values for each of the decoder's blocks, [heads, audioContext, size]; free them by `tf.dispose`. */
export type Heard = KeyValues[];

/** Parameters are named as this library's GPT's: `encoder.h.0.attn.c_attn.weight` [in, out], `decoder.h.0.cross.c_q.weight`, … */
export class Whisper extends Module {
  /** Reads the spectrogram. */
  readonly encoder: AudioEncoder;
  /** Writes the text. */
  readonly decoder: SpeechDecoder;

  constructor(readonly config: WhisperConfig) {
    super();
    const rng = seeded(config.seed ?? 0);
    this.encoder = this.part("encoder", new AudioEncoder(config, rng));
    this.decoder = this.part("decoder", new SpeechDecoder(config, rng));
  }

  /** Spectrograms [batch, 2 audioContext, bands] → [batch, audioContext, width]. */
  forward(mel: tf.Tensor): tf.Tensor {
    return this.encoder.forward(mel);
  }

  /** What the decoder needs of one sound's spectrogram [2 audioContext, bands], computed once. */
  hear(mel: tf.Tensor): Heard {
    return tf.tidy(() => this.decoder.keysValues(tf.squeeze(this.encoder.forward(tf.expandDims(mel)), [0])));
  }

  /** Token ids of one text about a sound → logits behind each [time, vocab]. */
  logits(ids: readonly number[], heard: Heard): tf.Tensor {
    return tf.tidy(() => this.decoder.head(this.decoder.extend(ids, heard).y));
  }

  /** Writes about a sound, token by token; keys and values of earlier tokens are kept. */
  writer(heard: Heard): Reader {
    return keepingReader((ids, seen, past) => {
      const { y, layers } = this.decoder.extend(ids, heard, seen, past);
      return { logits: this.decoder.head(tf.slice(y, [ids.length - 1, 0])), layers };
    });
  }

  /** Where each token's prediction looks in the sound [time, audioContext]: the mean of these heads, [layer, head] each. */
  looks(ids: readonly number[], heard: Heard, heads: readonly (readonly [layer: number, head: number])[]): tf.Tensor {
    return tf.tidy(() => {
      const { weights } = this.decoder.extend(ids, heard);
      const taken = heads.map(([layer, head]) => tf.squeeze(tf.slice(weights[layer] ?? tf.zeros([0, 0, 0]), [head, 0, 0], [1, -1, -1]), [0]));
      return tf.mean(tf.stack(taken), 0);
    });
  }
}

/** Two convolutions over time, of which the second halves it, fixed positions and pre-norm blocks: [batch, 2 time, bands] → [batch, time, width]. */
class AudioEncoder extends Module {
  readonly #conv1: Conv1d;
  readonly #conv2: Conv1d;
  readonly #positions: tf.Variable;
  readonly #h: Block[];
  readonly #ln_post: LayerNorm;

  constructor({ bands, audioContext, layers, heads, width }: WhisperConfig, rng: Rng) {
    super();
    this.#conv1 = this.part("conv1", new Conv1d(bands, width, 3, { padding: 1, rng }));
    this.#conv2 = this.part("conv2", new Conv1d(width, width, 3, { padding: 1, stride: 2, rng }));
    this.#positions = this.buffer("positions", [audioContext, width], () => sinusoids(audioContext, width));
    this.#h = Array.from({ length: layers }, (_, i) => this.part(`h.${i}`, new Block(width, heads, { rng, gelu: "exact" })));
    this.#ln_post = this.part("ln_post", new LayerNorm(width));
  }

  forward(mel: tf.Tensor): tf.Tensor {
    const [time = 0, width = 0] = this.#positions.shape;
    if (mel.rank !== 3 || mel.shape[1] !== 2 * time) throw new Error(`Whisper takes spectrograms [batch, ${2 * time}, bands], not [${mel.shape.join(", ")}].`);
    return tf.tidy(() => {
      const places = exactGelu(this.#conv2.forward(exactGelu(this.#conv1.forward(mel))));
      const read = this.#h.reduce((x, block) => tf.tidy(() => block.forward(x)), tf.add(places, this.#positions));
      return tf.reshape(this.#ln_post.forward(tf.reshape(read, [-1, width])), [-1, time, width]);
    });
  }
}

/** Sines, then cosines, of wavelengths from 2π to 2π · 10⁴ places [time, width]. */
function sinusoids(time: number, width: number): tf.Tensor2D {
  const half = width / 2;
  const angle = (place: number, i: number): number => place * Math.exp((-Math.log(1e4) * i) / (half - 1));
  return tf.tensor2d(Float32Array.from({ length: time * width }, (_, at) => {
    const [place, i] = [Math.floor(at / width), at % width];
    return i < half ? Math.sin(angle(place, i)) : Math.cos(angle(place, i - half));
  }), [time, width]);
}

type Extended = { y: tf.Tensor; layers: KeyValues[]; weights: tf.Tensor[] };

/** Token and learned position embeddings, blocks that look at the sound, and the token embeddings, transposed, as the head. */
class SpeechDecoder extends Module {
  readonly #wte: Embedding;
  readonly #wpe: Embedding;
  readonly #h: SpeechBlock[];
  readonly #ln_f: LayerNorm;

  constructor({ vocab, textContext, layers, heads, width }: WhisperConfig, rng: Rng) {
    super();
    this.#wte = this.part("wte", new Embedding(vocab, width, { rng }));
    this.#wpe = this.part("wpe", new Embedding(textContext, width, { rng }));
    this.#h = Array.from({ length: layers }, (_, i) => this.part(`h.${i}`, new SpeechBlock(width, heads, rng)));
    this.#ln_f = this.part("ln_f", new LayerNorm(width));
  }

  /** Of the tokens alone, without a sound; `extend` is the use. ids [time] → [time, width]. */
  forward(ids: tf.Tensor): tf.Tensor {
    return this.#wte.forward(ids);
  }

  /** Of a sound that the encoder has read [audioContext, width]; inside a tidy. */
  keysValues(read: tf.Tensor): KeyValues[] {
    return this.#h.map(({ cross }) => cross.keysValues(read));
  }

  /** Tokens behind `seen` others, whose keys and values are `past`: their vectors [n, width], all keys and values, and where each block looked; inside a tidy. */
  extend(ids: readonly number[], heard: Heard, seen = 0, past: readonly KeyValues[] = []): Extended {
    const [context = 0] = this.#wpe.weight.shape;
    if (seen + ids.length > context) throw new Error(`Whisper writes ${context} tokens at most, not ${seen + ids.length}.`);
    let y = tf.add(this.#wte.forward(tf.tensor1d([...ids], "int32")), tf.slice(this.#wpe.weight, seen, ids.length)); // [n, width]
    const [layers, weights]: [KeyValues[], tf.Tensor[]] = [[], []];
    this.#h.forEach((block, i) => {
      const made = block.extend(y, heard[i] ?? block.cross.keysValues(y), past[i]);
      y = made.y;
      layers.push(made.now);
      weights.push(made.weights);
    });
    return { y, layers, weights };
  }

  /** [n, width] → logits [n, vocab]. */
  head(y: tf.Tensor): tf.Tensor {
    return tf.matMul(this.#ln_f.forward(y), this.#wte.weight as tf.Variable<tf.Rank.R2>, false, true);
  }
}

/** x + attention(norm(x)) to the text so far, the same to the sound, and two linear layers: x [n, width] → the same. */
class SpeechBlock extends Module {
  readonly cross: CrossAttention;
  readonly #ln_1: LayerNorm;
  readonly #attn: MultiHeadAttention;
  readonly #ln_cross: LayerNorm;
  readonly #ln_2: LayerNorm;
  readonly #mlp: FeedForward;

  constructor(width: number, heads: number, rng: Rng) {
    super();
    this.#ln_1 = this.part("ln_1", new LayerNorm(width));
    this.#attn = this.part("attn", new MultiHeadAttention(width, heads, { causal: true, rng }));
    this.#ln_cross = this.part("ln_cross", new LayerNorm(width));
    this.cross = this.part("cross", new CrossAttention(width, heads, { rng }));
    this.#ln_2 = this.part("ln_2", new LayerNorm(width));
    this.#mlp = this.part("mlp", new FeedForward(width, { rng, gelu: "exact" }));
  }

  /** Of a text that looks at itself; `extend` is the use. */
  forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.extend(x, this.cross.keysValues(x)).y);
  }

  extend(x: tf.Tensor, heard: KeyValues, past?: KeyValues): { y: tf.Tensor; now: KeyValues; weights: tf.Tensor } {
    const { y: spoken, now } = this.#attn.extend(this.#ln_1.forward(x), past);
    const behind = tf.add(x, spoken);
    const { y: found, weights } = this.cross.look(this.#ln_cross.forward(behind), heard);
    const informed = tf.add(behind, found);
    return { y: tf.add(informed, this.#mlp.forward(this.#ln_2.forward(informed))), now, weights };
  }
}

/** The published sizes; the sounds are 30 s long, in 3,000 frames. */
export const whisperPresets = {
  "whisper-tiny": { bands: 80, audioContext: 1500, textContext: 448, vocab: 51_865, layers: 4, heads: 6, width: 384 },
  "whisper-base": { bands: 80, audioContext: 1500, textContext: 448, vocab: 51_865, layers: 6, heads: 8, width: 512 },
} as const satisfies Record<string, WhisperConfig>;
