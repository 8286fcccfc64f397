import { z } from "zod";

/** PostgreSQL text can hold neither NUL nor a lone surrogate; both are refused before they get there. */
const isStorable = (text: string): boolean => !text.includes("\u0000") && text.isWellFormed();

/**
 * A character that shows: no white space, no control, private or unassigned code point, none that is ignored where it is
 * drawn (U+200B, U+3164, tags, variation selectors), no mark without its letter, and not the empty braille pattern.
 *
 * @see Unicode Standard Annex 44, `Default_Ignorable_Code_Point`.
 */
const visible = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{C}\p{M}\u2800]/u;

/**
 * Text of a bounded length that the database can store, in Unicode's composed form: the two spellings of `é` are one text
 * wherever texts are kept, compared or searched. What must not be empty must show something.
 *
 * @param minimum - Shortest length in UTF-16 units, after composing.
 * @param maximum - Longest length in UTF-16 units, after composing.
 * @see docs/decisions/118-text-that-can-be-seen.md
 */
export const text = (minimum: number, maximum: number): z.ZodString =>
  z
    .string()
    .normalize("NFC")
    .min(minimum)
    .max(maximum)
    .refine(isStorable, {
      error: "must not contain NUL or a lone surrogate",
      params: { constraint: "well-formed" },
    })
    .refine((value) => value === "" || visible.test(value), {
      error: "must contain a character that can be seen",
      params: { constraint: "visible" },
    });

/**
 * Text of one line: no control characters, line breaks of any kind, or marks that turn the direction of the text around it.
 *
 * @see Unicode TR36, section 2.10: with U+202E a name reads as another.
 */
export const line = (minimum: number, maximum: number): z.ZodString =>
  text(minimum, maximum)
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*$/, {
      error: "must not contain control characters, line breaks or marks that turn the direction of text",
    })
    .regex(/\S/, { error: "must not be blank" });
