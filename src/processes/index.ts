// This machine's processes: which live, which were started by which, what they use.
export { isAlive } from "./alive";
export { descendants } from "./descendants";
export { usageOfGroup, type GroupUsage } from "./group";
