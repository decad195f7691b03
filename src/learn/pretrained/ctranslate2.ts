// Weights as CTranslate2 writes them (model.bin, binary versions 4 to 6): a header, then each variable's name, shape, type and bytes, then names for the same.
import { halvesToFloats, type Weight } from "../safetensors";

/** A variable as it lies in the file. */
export interface StoredVariable {
  shape: number[];
  /** Its numbers, widened to float32 where they are float16. @throws for other types */
  read(): Weight;
}

export interface CTranslate2Model {
  /** What kind of model it is, such as "WhisperSpec". */
  spec: string;
  variables: Map<string, StoredVariable>;
}

const MOST_NAMES = 100_000;
/** By CTranslate2's numbers for types; the one-byte and two-byte integers are settings, such as how many heads. */
const READERS: Readonly<Record<number, { bytes: number; read: (view: DataView) => Weight["data"] }>> = {
  0: { bytes: 4, read: (view) => Float32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true)) },
  1: { bytes: 1, read: (view) => Int32Array.from({ length: view.byteLength }, (_, i) => view.getInt8(i)) },
  2: { bytes: 2, read: (view) => Int32Array.from({ length: view.byteLength / 2 }, (_, i) => view.getInt16(2 * i, true)) },
  3: { bytes: 4, read: (view) => Int32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getInt32(4 * i, true)) },
  4: { bytes: 2, read: halvesToFloats },
};

/** @throws if the file is cut short, or no such file. */
export function decodeCTranslate2(file: Uint8Array, name = "The file"): CTranslate2Model {
  const cursor = new Cursor(file, name);
  const version = cursor.u32();
  if (version < 4 || version > 6) throw new Error(`${name} is no model of CTranslate2, or of a version that is not read: it begins with ${version}, not with 4, 5 or 6.`);
  const spec = cursor.text();
  cursor.u32(); // the specification's revision
  const variables = new Map(Array.from({ length: cursor.count() }, () => [cursor.text(), variableAt(cursor, name)]));
  for (let left = cursor.count(); left > 0; left--) {
    const [alias, original] = [cursor.text(), cursor.text()];
    const variable = variables.get(original);
    if (variable) variables.set(alias, variable);
  }
  if (!cursor.isAtEnd) throw new Error(`${name} is longer than its header says: it is not what CTranslate2 wrote.`);
  return { spec, variables };
}

function variableAt(cursor: Cursor, name: string): StoredVariable {
  const shape = Array.from({ length: cursor.u8() }, () => cursor.u32());
  const [type, bytes] = [cursor.u8(), cursor.u32()];
  const view = cursor.view(bytes);
  const read = (): Weight => {
    const reader = READERS[type];
    if (!reader) throw new Error(`${name} holds numbers of CTranslate2's type ${type}; only float32, float16 and integers are read.`);
    if (bytes !== shape.reduce((a, b) => a * b, reader.bytes)) throw new Error(`${name} is broken: [${shape.join(", ")}] is given in ${bytes} bytes.`);
    return { shape, data: reader.read(view) };
  };
  return { shape, read };
}

/** Reads one thing behind the other, little-endian. */
class Cursor {
  #at = 0;

  constructor(readonly file: Uint8Array, readonly name: string) {}

  get isAtEnd(): boolean {
    return this.#at === this.file.length;
  }

  /** The next bytes. */
  view(bytes: number): DataView {
    const start = this.#at;
    this.#at += bytes;
    if (this.#at > this.file.length) throw new Error(`${this.name} is no model of CTranslate2, or is cut short: byte ${this.#at} is wanted, and ${this.file.length} are there.`);
    return new DataView(this.file.buffer, this.file.byteOffset + start, bytes);
  }

  u8 = (): number => this.view(1).getUint8(0);
  u32 = (): number => this.view(4).getUint32(0, true);

  count(): number {
    const count = this.u32();
    if (count > MOST_NAMES) throw new Error(`${this.name} is no model of CTranslate2: it would hold ${count} names.`);
    return count;
  }

  /** Its length with the 0 behind it in two bytes, then its bytes. */
  text(): string {
    const { buffer, byteOffset, byteLength } = this.view(this.view(2).getUint16(0, true));
    return Buffer.from(buffer, byteOffset, Math.max(0, byteLength - 1)).toString("utf8");
  }
}
