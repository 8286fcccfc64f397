/** What a list answers to a cursor that is not its own; for `toMatchObject`. */
export const refusedCursor = {
  code: "VALIDATION_FAILED",
  details: { issues: [{ field: "cursor" }] },
} as const;
