// Runs in Node's loader thread: the module hooks, joined with the language's transform.
import { dirname } from "node:path";
import { createHooks } from "../executor/child/hooks";
import { createLanguage, type CellLanguage } from "../language";

let language: CellLanguage | undefined;

export const { resolve, load } = createHooks((source, path) => (language ??= createLanguage({ folder: dirname(path) })).transformModule(source, path));
