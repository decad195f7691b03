// The size of a lesson's work: full, or small enough for a test that only asks whether it runs.

/** `smoke` when CELLWRIGHT_SCALE=smoke, else `full`. */
export const scale = <T>(full: T, smoke: T): T => (process.env.CELLWRIGHT_SCALE === "smoke" ? smoke : full);
