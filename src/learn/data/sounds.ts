// Recordings that come with the library.
import { readSound, type Sound } from "../sound";
import { type CommittedFile, readNamed } from "./committed";

const sounds = {
  jfk: {
    title: { en: "John F. Kennedy's inaugural address of 1961, one sentence", zh: "约翰·肯尼迪 1961 年就职演说中的一句" },
    file: "speech-jfk.wav",
    sha256: "59dfb9a4acb36fe2a2affc14bacbee2920ff435cb13cc314a08c13f66ba7860e",
    licence: "public domain",
    attribution: "US government, by whisper.cpp",
  },
} as const satisfies Record<string, CommittedFile>;

export type SoundName = keyof typeof sounds;

/** The names that `sound` knows. */
export const soundNames = (): string[] => Object.keys(sounds);

/** A recording by name; one line says what it is, its licence and whose it is. @throws on an unknown name, and on a missing or altered file. */
export async function sound(name: SoundName, { quiet = false }: { quiet?: boolean } = {}): Promise<Sound> {
  return readSound(await readNamed(sounds, name, { what: "recording", quiet }));
}
