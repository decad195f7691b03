// Single files that come with the library, by name: photographs, recordings.
import { type Notice, notice } from "../fetch/notice";
import { dataFolder, readCommitted } from "./load";

/** One row each, noted in notebooks/data/SOURCES.md too. */
export interface CommittedFile extends Notice {
  file: string;
  sha256: string;
}

/** The bytes of one of `files`; one line says what it is, its licence and whose it is. @throws on an unknown name, and on a missing or altered file. */
export async function readNamed<Name extends string>(files: Readonly<Record<Name, CommittedFile>>, name: Name, { what, quiet }: { what: string; quiet: boolean }): Promise<Buffer> {
  if (!Object.hasOwn(files, name)) throw new Error(`No ${what} is called "${name}". There are: ${Object.keys(files).join(", ")}.`);
  const bytes = await readCommitted(files[name], dataFolder());
  if (!quiet) console.log(notice(files[name]));
  return bytes;
}
