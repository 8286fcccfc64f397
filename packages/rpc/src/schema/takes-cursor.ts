import { z } from "zod";

/** Whether an entry is a list that is read on by `cursor`: what `listOf` and `listUnder` declare. */
export function takesCursor(input: z.ZodType): boolean {
  if (input instanceof z.ZodPrefault) return takesCursor(input.unwrap() as z.ZodType);
  return input instanceof z.ZodObject && "cursor" in input.shape && "limit" in input.shape;
}
