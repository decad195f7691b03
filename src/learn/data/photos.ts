// Photographs that come with the library.
import { type Photo, readPhoto } from "../photo";
import { type CommittedFile, readNamed } from "./committed";

const photos = {
  astronaut: {
    title: { en: "Eileen Collins, an astronaut", zh: "宇航员艾琳·科林斯" },
    file: "photo-astronaut.jpg",
    sha256: "945df306f127a6012259cb6b4694cd1f07c49d63e21136ff595cdd99f3516028",
    licence: "public domain",
    attribution: "NASA, by scikit-image",
  },
  cat: {
    title: { en: "Chelsea, a cat", zh: "小猫 Chelsea" },
    file: "photo-cat.jpg",
    sha256: "2c0357a57121a80b7145db42b093f743c9a0405e33f9e48fd102319a6ce3af89",
    licence: "CC0-1.0",
    attribution: "Stefan van der Walt, by scikit-image",
  },
  china: {
    title: { en: "A temple in Beijing", zh: "北京的一座殿堂" },
    file: "photo-china.jpg",
    sha256: "8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29",
    licence: "CC-BY-2.0",
    attribution: "danielbuechele, by scikit-learn",
  },
  coffee: {
    title: { en: "A cup of coffee", zh: "一杯咖啡" },
    file: "photo-coffee.jpg",
    sha256: "14e95c22745cc5335c4c7a9979efb309af519622208406c0ab39e18fabb19317",
    licence: "CC0-1.0",
    attribution: "Rachel Michetti, by scikit-image",
  },
} as const satisfies Record<string, CommittedFile>;

export type PhotoName = keyof typeof photos;

/** The names that `photo` knows. */
export const photoNames = (): string[] => Object.keys(photos);

/** A photograph by name; one line says what it is, its licence and whose it is. @throws on an unknown name, and on a missing or altered file. */
export async function photo(name: PhotoName, { quiet = false }: { quiet?: boolean } = {}): Promise<Photo> {
  return readPhoto(await readNamed(photos, name, { what: "photograph", quiet }));
}
