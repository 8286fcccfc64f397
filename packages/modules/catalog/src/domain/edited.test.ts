import { expect, it } from "vitest";
import { added } from "./added.ts";
import { edited } from "./edited.ts";

const product = added(
  "p",
  { sku: "S", name: "N", description: "D", price: { amountMinor: 100, currency: "EUR" }, stock: 5 },
  new Date(0),
);
const later = new Date(1);

it("changes what is named and leaves the rest, the stock above all", () => {
  const price = { amountMinor: 90, currency: "EUR" } as const;
  expect(edited(product, { name: "M", price }, later)).toEqual({
    ...product,
    name: "M",
    price,
    updatedAt: later,
  });
});

it("is the same value when nothing changes, so that a repetition writes nothing", () => {
  const { sku, name, description, price } = product;
  expect(edited(product, { sku, name, description, price: { ...price } }, later)).toBe(product);
  expect(edited(product, {}, later)).toBe(product);
});
