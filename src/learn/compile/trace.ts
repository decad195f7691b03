// One recorded run of a function of tensors, after which all is as before.
import * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "./backend";
import { Recorder } from "./recorder";

export type TensorFunction = (...args: tf.Tensor[]) => tf.Tensor;

export interface Trace {
  recorder: Recorder;
  /** The variables that the function assigns: their new values are the results w0, w1, …; what the function returns is the result r. */
  assigned: tf.Variable[];
}

/** Runs the function on copies of its arguments: a tensor that shares its data with another could be taken for it. */
export function trace(fn: TensorFunction, args: tf.Tensor[], backend: NativeBackend): Trace {
  const copies = args.map(copied);
  const variables = Object.values(tf.engine().registeredVariables);
  for (const variable of variables) if (backend.refCount(variable.dataId) > 1) takeOwnData(variable);
  backend.getInputTensorIds([...copies, ...variables]);
  const recorder = new Recorder(backend, copies, variables);
  try {
    return { recorder, assigned: withVariablesKept(variables, (changed) => record(recorder, () => fn(...copies), changed)) };
  } catch (error) {
    tf.dispose(recorder.held());
    throw error;
  } finally {
    tf.dispose(copies);
  }
}

const copied = (tensor: tf.Tensor): tf.Tensor => tf.tidy(() => tf.tensor(tensor.dataSync().slice(), tensor.shape, tensor.dtype));

function takeOwnData(variable: tf.Variable): void {
  const copy = copied(variable);
  variable.assign(copy);
  copy.dispose();
}

/** Gives the variables back what they held, whatever `work` assigns. */
function withVariablesKept<Result>(variables: tf.Variable[], work: (changed: () => tf.Variable[]) => Result): Result {
  const former = variables.map((variable) => ({ variable, value: tf.keep(tf.clone(variable)) }));
  const changed = (): typeof former => former.filter(({ variable, value }) => variable.dataId !== value.dataId);
  try {
    return work(() => changed().map(({ variable }) => variable));
  } finally {
    changed().forEach(({ variable, value }) => variable.assign(value));
    former.forEach(({ value }) => value.dispose());
  }
}

function record(recorder: Recorder, run: () => tf.Tensor, changed: () => tf.Variable[]): tf.Variable[] {
  let assigned: tf.Variable[] = [];
  recorder.during(() => {
    tf.tidy(() => {
      recorder.result("r", run());
      assigned = changed();
      assigned.forEach((variable, i) => recorder.result(`w${i}`, variable));
    });
  });
  return assigned;
}
