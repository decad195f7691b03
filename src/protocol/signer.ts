// Message signatures: HMAC over the four JSON frames, compared in constant time, each accepted once.
import { createHmac, timingSafeEqual } from "node:crypto";

const REPLAYS_REMEMBERED = 65_536; // as many as jupyter_client's Session keeps

export class Signer {
  private readonly algorithm: string;
  private readonly seen = new Set<string>();

  /**
   * @param key the connection file's key; an empty key turns signing off, as the protocol says.
   * @param scheme `hmac-` and a digest that OpenSSL knows.
   */
  constructor(private readonly key: string, scheme = "hmac-sha256") {
    this.algorithm = scheme.replace(/^hmac-/, "");
    if (key) createHmac(this.algorithm, key); // an unknown digest fails at start, not at the first message
  }

  sign(frames: readonly (string | Uint8Array)[]): string {
    if (!this.key) return "";
    const hmac = createHmac(this.algorithm, this.key);
    for (const frame of frames) hmac.update(frame);
    return hmac.digest("hex");
  }

  /** True for a right signature not seen before. */
  accepts(signature: Uint8Array, frames: readonly Uint8Array[]): boolean {
    if (!this.key) return true;
    const expected = this.sign(frames);
    if (!equal(Buffer.from(expected), signature) || this.seen.has(expected)) return false;
    this.remember(expected);
    return true;
  }

  private remember(signature: string): void {
    this.seen.add(signature);
    if (this.seen.size <= REPLAYS_REMEMBERED) return;
    const [oldest] = this.seen;
    if (oldest !== undefined) this.seen.delete(oldest);
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
