import { defineError, mutation, query } from "@ashlar/contracts";
import { z } from "zod";

const summary = "Is traced.";
const OUT_OF_STOCK = defineError("OUT_OF_STOCK", 409, "There is none.", z.object({}));

/** What the traced server serves. */
export const shopContract = {
  shop: {
    order: mutation("POST /shop/orders", {
      summary,
      access: "public",
      idempotency: "none",
      input: z.strictObject({ sku: z.string() }),
      output: z.object({ left: z.int() }),
      errors: [OUT_OF_STOCK],
    }),
  },
};

/** What the peer in the second process serves. */
export const stockContract = {
  stock: {
    left: query("GET /stock/{sku}", {
      summary,
      access: "public",
      input: z.strictObject({ sku: z.string() }),
      output: z.object({ left: z.int() }),
    }),
  },
};
