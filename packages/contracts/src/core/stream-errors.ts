import { z } from "zod";
import { defineError } from "./define-error.ts";

/** Errors of every stream; `subscription` adds them to its own. */
export const streamErrors = [
  defineError(
    "STREAM_POSITION_LOST",
    409,
    "The stream cannot resume at the position: events after it are no longer kept, or the database was restored to an earlier state. Read the current state again and follow from now on, without a position.",
    z.object({}),
  ),
] as const;
