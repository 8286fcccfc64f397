import { maximumStock } from "@ashlar/contracts/vocabulary";
import { expect, it } from "vitest";
import { added } from "./added.ts";
import { restocked } from "./restocked.ts";

const at = new Date(0);
const product = added(
  "p",
  { sku: "S", name: "N", description: "", price: { amountMinor: 1, currency: "EUR" }, stock: 5 },
  at,
);

it("adds pieces and takes them off, down to none", () => {
  expect(restocked(product, 3, new Date(1))).toEqual({ ...product, stock: 8, updatedAt: new Date(1) });
  expect(restocked(product, -5, at).stock).toBe(0);
});

it("refuses to take off more than are there, and says how many are", () => {
  expect(() => restocked(product, -6, at)).toThrow(
    expect.objectContaining({ code: "INSUFFICIENT_STOCK", details: { productId: "p", available: 5 } }),
  );
});

it("refuses more than a product can have, naming the field", () => {
  expect(restocked(product, maximumStock - 5, at).stock).toBe(maximumStock);
  expect(() => restocked(product, maximumStock - 4, at)).toThrow(
    expect.objectContaining({
      code: "VALIDATION_FAILED",
      details: { issues: [expect.objectContaining({ field: "delta" })] },
    }),
  );
});
