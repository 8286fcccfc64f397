import { z } from "zod";
import { Id } from "./ids.ts";
import { Money } from "./money.ts";
import { line, text } from "./text.ts";

/** A stock keeping unit: the shop's own name of an article. */
export const Sku = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Z0-9][A-Z0-9._-]{0,63}$/, {
    error: "expected 1–64 capitals, digits, dots, dashes or underscores",
  });
export const ProductName = line(1, 200);
export const ProductDescription = text(0, 10_000);

export const Product = z
  .object({
    id: Id,
    sku: z.string(),
    name: z.string(),
    description: z.string(),
    price: Money,
    /** Pieces that can be ordered now; what orders have reserved is taken off. */
    stock: z.int(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Product" });
