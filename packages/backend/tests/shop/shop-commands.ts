import fc from "fast-check";

/** Something that people and the world do to a shop; `order` counts the orders placed so far, modulo their number. */
export type ShopCommand =
  | {
      readonly kind: "place";
      readonly buyer: number;
      readonly lines: readonly { readonly product: number; readonly quantity: number }[];
      readonly token: "ok" | "declined" | "moody";
    }
  | { readonly kind: "cancel"; readonly order: number; readonly byStaff: boolean }
  | { readonly kind: "fulfil"; readonly order: number }
  | { readonly kind: "adjust"; readonly product: number; readonly delta: number }
  /** Every connection to the database is cut. */
  | { readonly kind: "cut" };

const product = fc.nat({ max: 2 });
const order = fc.nat({ max: 20 });

const place: fc.Arbitrary<ShopCommand> = fc.record({
  kind: fc.constant("place" as const),
  buyer: fc.nat({ max: 2 }),
  lines: fc.uniqueArray(fc.record({ product, quantity: fc.integer({ min: 1, max: 6 }) }), {
    minLength: 1,
    maxLength: 3,
    selector: (line) => line.product,
  }),
  token: fc.constantFrom("ok" as const, "declined" as const, "moody" as const),
});
const command: fc.Arbitrary<ShopCommand> = fc.oneof(
  { arbitrary: place, weight: 6 },
  { arbitrary: fc.record({ kind: fc.constant("cancel" as const), order, byStaff: fc.boolean() }), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant("fulfil" as const), order }), weight: 2 },
  {
    arbitrary: fc.record({
      kind: fc.constant("adjust" as const),
      product,
      delta: fc.integer({ min: -8, max: 8 }),
    }),
    weight: 2,
  },
  { arbitrary: fc.constant({ kind: "cut" as const }), weight: 1 },
);

/** Groups of commands; those of a group are given at once. */
export const shopHistory: fc.Arbitrary<readonly (readonly ShopCommand[])[]> = fc.array(
  fc.array(command, { minLength: 1, maxLength: 8 }),
  { minLength: 1, maxLength: 5 },
);
