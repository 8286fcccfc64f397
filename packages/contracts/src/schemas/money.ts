import { z } from "zod";

const Currency = z.enum(["EUR"]);

/** An amount in minor units: `{ amountMinor: 1990, currency: "EUR" }` is 19.90 euro. */
export const Money = z.object({ amountMinor: z.int(), currency: Currency }).meta({ id: "Money" });

/** Most that one payment can be; a price is at most that, too. */
const maximumAmountMinor = 100_000_000;

/** What something is sold for; never free. */
export const Price = z
  .strictObject({ amountMinor: z.int().min(1).max(maximumAmountMinor), currency: Currency })
  .meta({ id: "Price" });
