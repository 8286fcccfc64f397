import { maximumAmountMinor } from "@ashlar/contracts/vocabulary";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Offer, placed } from "./placed.ts";

const at = new Date(0);
const line = fc.record({
  productId: fc.uuid(),
  quantity: fc.integer({ min: 1, max: 99 }),
  priceMinor: fc.integer({ min: 1, max: maximumAmountMinor }),
});
const lines = fc.uniqueArray(line, { minLength: 1, maxLength: 50, selector: ({ productId }) => productId });

const offersOf = (asked: readonly { productId: string; priceMinor: number }[]): Map<string, Offer> =>
  new Map(
    asked.map(({ productId, priceMinor }) => [
      productId,
      { name: `Product ${productId}`, price: { amountMinor: priceMinor, currency: "EUR" } },
    ]),
  );

it("totals exactly what its items cost, or refuses what no payment can be", () => {
  fc.assert(
    fc.property(lines, (asked) => {
      const exact = asked.reduce(
        (sum, { quantity, priceMinor }) => sum + BigInt(quantity) * BigInt(priceMinor),
        0n,
      );
      const place = () => placed("o", "b", asked, offersOf(asked), at);
      if (exact > BigInt(maximumAmountMinor)) {
        expect(place).toThrow(
          expect.objectContaining({
            code: "ORDER_TOO_LARGE",
            details: { maximumMinor: maximumAmountMinor },
          }),
        );
      } else {
        expect(BigInt(place().total.amountMinor)).toBe(exact);
      }
    }),
  );
});

it("costs the same in whatever order its items are named", () => {
  const cheap = lines.map((asked) =>
    asked.map((one) => ({ ...one, priceMinor: 1 + (one.priceMinor % 20_000) })),
  );
  fc.assert(
    fc.property(cheap, (asked) => {
      const total = (named: typeof asked) => placed("o", "b", named, offersOf(named), at).total;
      expect(total(asked.toReversed())).toEqual(total(asked));
    }),
  );
});

it("begins pending, with each item at the name and price of now, in the order asked for", () => {
  const asked = [
    { productId: "2", quantity: 3, priceMinor: 5 },
    { productId: "1", quantity: 1, priceMinor: 7 },
  ];
  expect(placed("o", "b", asked, offersOf(asked), at)).toEqual({
    id: "o",
    buyerId: "b",
    status: "pending",
    items: [
      { productId: "2", name: "Product 2", quantity: 3, unitPrice: { amountMinor: 5, currency: "EUR" } },
      { productId: "1", name: "Product 1", quantity: 1, unitPrice: { amountMinor: 7, currency: "EUR" } },
    ],
    total: { amountMinor: 22, currency: "EUR" },
    reason: null,
    placedAt: at,
    updatedAt: at,
  });
});
