// What it takes to be a device: a way to start its TensorFlow.js backend, or the reason why it cannot.
import type { DeviceName } from "./names";

export interface Candidate {
  name: DeviceName;
  /**
   * Registers and selects the backend, and returns what it is; throws Unavailable where the machine has not got it.
   * @param asked the user named this device: then what costs time to find out is found out.
   */
  start(asked: boolean): Promise<Started>;
}

export interface Started {
  /** TensorFlow.js's name of the backend: "tensorflow", "webgpu", "wasm", "cpu". */
  backend: string;
  label: string;
}

/** Why a device cannot be used here; the message is shown to the user. */
export class Unavailable extends Error {}
