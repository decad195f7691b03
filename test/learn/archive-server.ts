// A package registry on this machine with one archive: it gives it whole, or stops half-way and says so.
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export abstract class ArchiveServer {
  /** How often the archive was asked for. */
  downloads = 0;
  /** Gives half of the archive, then nothing more. */
  stalls = false;
  readonly #server: Server;
  #halfway: () => void = () => undefined;
  /** Resolves when half of the archive is sent. */
  readonly halfway = new Promise<void>((resolve) => (this.#halfway = resolve));

  /** @param ending what the archive's address ends in */
  constructor(readonly archive: Buffer, ending: string) {
    this.#server = createServer(({ url = "" }, response) => (url.endsWith(ending) ? this.#send(response) : this.answer(url, response)));
  }

  /** Answers every other address. */
  protected abstract answer(url: string, response: ServerResponse): void;

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this.address();
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  protected address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #send(response: ServerResponse): void {
    this.downloads++;
    response.setHeader("content-length", this.archive.length);
    if (!this.stalls) return void response.end(this.archive);
    response.write(this.archive.subarray(0, this.archive.length / 2), () => this.#halfway());
  }
}
