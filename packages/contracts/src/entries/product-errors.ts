import { z } from "zod";
import { defineError } from "../core/define-error.ts";
import { Id } from "../schemas/ids.ts";

export const PRODUCT_NOT_FOUND = defineError(
  "PRODUCT_NOT_FOUND",
  404,
  "There is no such product.",
  z.object({ productId: Id }),
);
