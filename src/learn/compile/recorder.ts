// Writes down what TensorFlow.js asks of native TensorFlow, as the nodes of a graph, while it is done.
import * as tf from "@tensorflow/tfjs";
import type { Binding, NativeBackend } from "./backend";
import { constant, identity, operation, placeholder } from "./nodes";
import { override } from "./override";
import type { GraphNode } from "./saved-model";

/** A tensor that the graph takes in: an argument by its place, a variable, or a tensor that was there before. */
export interface Feed {
  /** "node:output". */
  name: string;
  source: number | tf.Variable | tf.Tensor;
}

let recording = false;

/** True inside a function that is being recorded. */
export const isRecording = (): boolean => recording;

export class Recorder {
  readonly nodes: GraphNode[] = [];
  readonly feeds: Feed[] = [];
  /** By TensorFlow's number of the tensor, "node:output". */
  readonly #names = new Map<number, string>();
  /** By content: numbers in operations are tensors, and the same few come again and again. */
  readonly #constants = new Map<string, string>();
  /** By the identity of their data. */
  readonly #given = new Map<object, number | tf.Variable>();
  /** The data of tensors made from values here, which TensorFlow gets when an operation needs it. */
  readonly #made = new WeakSet<object>();

  /** Arguments and variables must own their data, and TensorFlow must have it already. */
  constructor(readonly backend: NativeBackend, args: tf.Tensor[], variables: tf.Variable[]) {
    for (const variable of variables) this.#given.set(variable.dataId, variable);
    args.forEach((tensor, place) => this.#given.set(tensor.dataId, place));
  }

  /** Does `work` with its operations written down. Throws if it reads a tensor's values: they would be those of this one time. */
  during(work: () => void): void {
    const { backend } = this;
    const undo = [
      override(backend, { ...this.#findingInputs(), ...this.#notingData(), binding: this.#recording(backend.binding) }),
      override(tf.engine(), { read: refuse, readSync: refuse }), // kernels' own looks at shapes and indices go past the engine
    ];
    recording = true;
    try {
      work();
    } finally {
      recording = false;
      undo.forEach((putBack) => putBack());
    }
  }

  /** Names a tensor as a result; inside `during`. */
  result(name: string, tensor: tf.TensorInfo): void {
    const [id = NaN] = this.backend.getInputTensorIds([tensor]);
    this.nodes.push(identity(name, this.backend.getDTypeInteger(tensor.dtype), this.#name(id)));
  }

  /** The tensors from outside, which it keeps alive. */
  held(): tf.Tensor[] {
    return this.feeds.flatMap(({ source }) => (typeof source === "number" || source instanceof tf.Variable ? [] : [source]));
  }

  /** Inputs of operations, told apart into those made here and those from outside, whose values may wait in JavaScript until now. */
  #findingInputs(): Pick<NativeBackend, "getInputTensorIds"> {
    const { binding } = this.backend;
    const find = this.backend.getInputTensorIds.bind(this.backend);
    const outside = ({ dataId }: tf.TensorInfo): boolean => dataId !== undefined && !this.#made.has(dataId);
    return {
      getInputTensorIds: (tensors) => {
        const undo = override(this.backend, { binding });
        find(tensors.filter(outside));
        undo();
        return find(tensors).map((id, i) => this.#found(id, tensors[i]));
      },
    };
  }

  #notingData(): Pick<NativeBackend, "move"> {
    const move = this.backend.move.bind(this.backend);
    return {
      move: (dataId, values, shape, dtype, refCount) => {
        this.#made.add(dataId);
        move(dataId, values, shape, dtype, refCount);
      },
    };
  }

  #recording(binding: Binding): Binding {
    const createTensor: Binding["createTensor"] = (shape, dtype, values) => {
      const id = binding.createTensor(shape, dtype, values);
      this.#names.set(id, this.#constant(shape, dtype, values));
      return id;
    };
    const executeOp: Binding["executeOp"] = (op, attributes, inputs, count) => {
      const outputs = binding.executeOp(op, attributes, inputs, count);
      const name = `n${this.nodes.length}`;
      this.nodes.push(operation(name, op, inputs.map((id) => this.#name(id)), attributes, binding, outputs[0]?.dtype ?? NaN));
      outputs.forEach(({ id }, i) => this.#names.set(id, `${name}:${i}`));
      return outputs;
    };
    return Object.create(binding, { createTensor: { value: createTensor }, executeOp: { value: executeOp } });
  }

  #constant(shape: number[], dtype: number, values: tf.backend_util.BackendValues): string {
    if (!ArrayBuffer.isView(values)) throw new Error("A compiled function cannot make tensors of strings.");
    const bytes = Uint8Array.from(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    const content = `${dtype} ${shape.join()} ${Buffer.from(bytes).toString("latin1")}`;
    return this.#constants.get(content) ?? this.#added(constant(`c${this.#constants.size}`, dtype, shape, bytes), (name) => this.#constants.set(content, name));
  }

  /** A tensor that no operation here made and no argument is comes from outside: it becomes one more input. */
  #found(id: number, tensor: tf.TensorInfo | undefined): number {
    if (this.#names.has(id) || tensor?.dataId === undefined) return id;
    const source = this.#given.get(tensor.dataId) ?? kept(tensor);
    const node = placeholder(`p${this.feeds.length}`, this.backend.getDTypeInteger(tensor.dtype), tensor.shape);
    this.#names.set(id, this.#added(node, (name) => this.feeds.push({ name, source })));
    return id;
  }

  #added(node: GraphNode, note: (name: string) => void): string {
    const name = `${node.name}:0`;
    this.nodes.push(node);
    note(name);
    return name;
  }

  #name(id: number): string {
    const name = this.#names.get(id);
    if (name === undefined) throw new Error("A compiled function used a tensor in a way that cannot be followed; leave compile out.");
    return name;
  }
}

/** A tensor of the same data, kept until it is disposed. */
const kept = (tensor: tf.TensorInfo): tf.Tensor => {
  const { dataId, shape, dtype } = tensor;
  tf.backend().incRef(dataId);
  return tf.keep(tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype }));
};

function refuse(): never {
  throw new Error("A compiled function cannot read a tensor's values (data, dataSync, array, print): compute with the tensor, or read it outside.");
}
