// A Jupyter message and its frames: [identities…, <IDS|MSG>, signature, header, parent, metadata, content, buffers…].
import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { Signer } from "./signer";

export const PROTOCOL_VERSION = "5.5";
const DELIMITER = Buffer.from("<IDS|MSG>");

const headerSchema = v.looseObject({
  msg_id: v.string(),
  msg_type: v.string(),
  session: v.optional(v.string(), ""),
  username: v.optional(v.string(), ""),
  date: v.optional(v.string(), ""),
  version: v.optional(v.string(), ""),
  /** The subshell that a shell request is for (JEP 91). */
  subshell_id: v.optional(v.nullable(v.string())),
});
const objectSchema = v.pipe(v.unknown(), v.check((value) => !Array.isArray(value), "Invalid type: Expected Object but received Array"), v.record(v.string(), v.unknown()));

export type Header = v.InferOutput<typeof headerSchema>;
export type JsonObject = Record<string, unknown>;

export interface Message {
  identities: Buffer[];
  header: Header;
  parent: Partial<Header>;
  metadata: JsonObject;
  content: JsonObject;
  buffers: Buffer[];
}

export interface OutgoingMessage {
  identities?: readonly (Buffer | string)[];
  header: Header;
  parent?: Partial<Header>;
  metadata?: JsonObject;
  content: JsonObject;
  buffers?: readonly Uint8Array[];
}

interface MessageParts { header: unknown; parent: unknown; metadata: unknown; content: unknown }

/** Makes headers that share one session id, their messages numbered as jupyter_client numbers its own: a gap shows that some were lost. */
export class HeaderMaker {
  private made = 0;

  constructor(readonly session: string = randomUUID(), private readonly username = "cellwright") {}

  make(type: string): Header {
    return {
      msg_id: `${this.session}_${++this.made}`,
      msg_type: type,
      session: this.session,
      username: this.username,
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    };
  }
}

export function encode(message: OutgoingMessage, signer: Signer): (Buffer | string | Uint8Array)[] {
  const parts = [message.header, message.parent ?? {}, message.metadata ?? {}, message.content].map((part) => JSON.stringify(part));
  return [...(message.identities ?? []), DELIMITER, signer.sign(parts), ...parts, ...(message.buffers ?? [])];
}

/** Frames that are no valid message; the message says which rule they break. */
export class MessageError extends Error {}

/**
 * Checks the signature, then parses.
 * @throws {MessageError} before any JSON is parsed if the signature is wrong or was seen before.
 */
export function decode(frames: readonly Buffer[], signer: Signer): Message {
  const at = frames.findIndex((frame) => frame.equals(DELIMITER));
  const [signature, ...rest] = frames.slice(at + 1);
  const signed = rest.slice(0, 4);
  if (at < 0 || !signature || signed.length < 4) throw new MessageError("message has too few frames");
  if (!signer.accepts(signature, signed)) throw new MessageError("message signature is wrong or was used before");
  const [header, parent, metadata, content] = signed.map(parseFrame);
  return { ...messageOf({ header, parent, metadata, content }, rest.slice(4)), identities: frames.slice(0, at) };
}

/** Checks a message's parsed parts. @throws {MessageError} naming the part that is not valid. */
export function messageOf({ header, parent, metadata, content }: MessageParts, buffers: Buffer[]): Message {
  return {
    identities: [],
    header: checked(headerSchema, header, "header"),
    parent: checked(v.partial(headerSchema), parent, "parent header"),
    metadata: checked(objectSchema, metadata, "metadata"),
    content: checked(objectSchema, content, "content"),
    buffers,
  };
}

function parseFrame(frame: Buffer): unknown {
  try {
    return JSON.parse(frame.toString("utf8"));
  } catch {
    throw new MessageError("message frame is not JSON");
  }
}

function checked<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) throw new MessageError(`message ${what}: ${parsed.issues[0].message}`);
  return parsed.output;
}
