import { DomainError } from "@ashlar/kernel";

/** The cursor is malformed, belongs to another list or order, or came together with a page number. */
export const invalidCursor = (options?: ErrorOptions): DomainError<"VALIDATION_FAILED"> =>
  new DomainError(
    "VALIDATION_FAILED",
    "The cursor does not belong to this list.",
    {
      issues: [
        {
          field: "cursor",
          constraint: "cursor",
          message: "must be the nextCursor of a page with the same sort and order, without a page number",
        },
      ],
    },
    options,
  );
