import { z } from "zod";

/** PostgreSQL text can hold neither NUL nor a lone surrogate; both are refused before they get there. */
const isStorable = (text: string): boolean => !text.includes("\u0000") && text.isWellFormed();

/**
 * Text of a bounded length that the database can store.
 *
 * @param minimum - Shortest length after trimming nothing, in UTF-16 units.
 * @param maximum - Longest length in UTF-16 units.
 */
export const text = (minimum: number, maximum: number): z.ZodString =>
  z
    .string()
    .min(minimum)
    .max(maximum)
    .refine(isStorable, {
      error: "must not contain NUL or a lone surrogate",
      params: { constraint: "well-formed" },
    });

/**
 * Text of one line with something to read in it: no control characters, line breaks of any kind, or marks that turn the
 * direction of what stands around it; not only white space.
 *
 * @see Unicode TR36, section 2.10: with U+202E a name reads as another.
 */
export const line = (minimum: number, maximum: number): z.ZodString =>
  text(minimum, maximum)
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*$/, {
      error: "must not contain control characters, line breaks or marks that turn the direction of text",
    })
    .regex(/\S/, { error: "must not be blank" });
