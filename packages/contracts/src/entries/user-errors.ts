import { z } from "zod";
import { defineError } from "../core/define-error.ts";
import { Id } from "../schemas/ids.ts";

export const EMAIL_TAKEN = defineError(
  "EMAIL_TAKEN",
  409,
  "Another account has this email.",
  z.object({ email: z.string() }),
);
export const USER_NOT_FOUND = defineError(
  "USER_NOT_FOUND",
  404,
  "There is no such user, or the caller may not see it; the two look alike.",
  z.object({ userId: Id }),
);
export const LAST_ADMIN = defineError(
  "LAST_ADMIN",
  409,
  "The change would leave no active administrator.",
  z.object({ userId: Id }),
);
