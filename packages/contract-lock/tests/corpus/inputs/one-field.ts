import { z } from "zod";

/** An input with one field, `a`, and no other. */
export const a = (field: z.ZodType): z.ZodType => z.strictObject({ a: field });
