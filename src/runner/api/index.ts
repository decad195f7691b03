// An API reference from a package's .d.ts files.
export { apiOf, placesOf, writeReference, type Api } from "./reference";
export type { Entry } from "./entries";
export type { Place } from "./pages";
