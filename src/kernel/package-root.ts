// Cellwright's package folder, two levels above the compiled kernel.
import { join } from "node:path";

export const packageRoot = join(__dirname, "..", "..");
