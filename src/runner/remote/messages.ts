// The server's messages as the runner's own, checked at the edge.
import { MessageError, messageOf, type Message } from "../../protocol";

/** A message and the channel that it came by. */
export interface ChannelMessage extends Message { channel: string }

interface Parts { channel: string; header: unknown; parent_header: unknown; metadata: unknown; content: unknown; buffers?: readonly (ArrayBuffer | ArrayBufferView)[] }

/** Undefined for what is no valid message. */
export function received({ channel, header, parent_header, metadata, content, buffers }: Parts): ChannelMessage | undefined {
  try {
    return { channel, ...messageOf({ header, parent: parent_header ?? {}, metadata, content }, (buffers ?? []).map(bufferOf)) };
  } catch (error) {
    if (error instanceof MessageError) return undefined;
    throw error;
  }
}

function bufferOf(buffer: ArrayBuffer | ArrayBufferView): Buffer {
  return ArrayBuffer.isView(buffer) ? Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength) : Buffer.from(buffer);
}
