// What native TensorFlow.js's backend has beyond TensorFlow.js's own interface: TensorFlow's tensors by number, its operations and sessions.
import * as tf from "@tensorflow/tfjs";

/** An operation's attribute; `type` is one of the binding's TF_ATTR_ numbers. */
export interface OpAttribute {
  name: string;
  type: number;
  value: unknown;
}

export interface TensorMetadata {
  id: number;
  shape: number[];
  /** TensorFlow's DataType. */
  dtype: number;
}

export interface Binding {
  createTensor(shape: number[], dtype: number, values: tf.backend_util.BackendValues): number;
  executeOp(name: string, attributes: OpAttribute[], inputs: number[], outputs: number): TensorMetadata[];
  loadSavedModel(folder: string, tags: string): number;
  /** `feeds` and `fetches` are names "node:output", joined by commas. */
  runSavedModel(session: number, inputs: number[], feeds: string, fetches: string): TensorMetadata[];
  deleteSavedModel(session: number): void;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
}

export interface NativeBackend extends tf.KernelBackend {
  binding: Binding;
  /** The numbers of TensorFlow's tensors, which values still waiting in JavaScript become by this. */
  getInputTensorIds(tensors: tf.TensorInfo[]): number[];
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  getDTypeInteger(dtype: tf.DataType): number;
}

/** The backend in use, if it is native TensorFlow (CPU or GPU). */
export function nativeBackend(): NativeBackend | undefined {
  const backend = tf.backend();
  return isNative(backend) ? backend : undefined;
}

const isNative = (backend: tf.KernelBackend): backend is NativeBackend => "binding" in backend && "getInputTensorIds" in backend && "createOutputTensor" in backend;
