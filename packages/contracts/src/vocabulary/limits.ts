/** Most that one payment can be, in minor units; a price is at most that, too. */
export const maximumAmountMinor = 100_000_000;

/** Most pieces of one product. */
export const maximumStock = 1_000_000_000;

/** Currencies of prices and payments (ISO 4217). */
export const currencies = ["EUR"] as const;
export type Currency = (typeof currencies)[number];
