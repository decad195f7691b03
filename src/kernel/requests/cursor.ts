// Cursor positions: the protocol counts Unicode characters, JavaScript UTF-16 units.
import * as v from "valibot";

export const cursorSchema = v.object({ code: v.string(), cursor_pos: v.pipe(v.number(), v.integer(), v.minValue(0)), detail_level: v.optional(v.number(), 0) });

export const toUtf16 = (code: string, characters: number): number => Array.from(code).slice(0, characters).join("").length;

export const fromUtf16 = (code: string, units: number): number => Array.from(code.slice(0, units)).length;
