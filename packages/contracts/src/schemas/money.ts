import { z } from "zod";
import { currencies, maximumAmountMinor } from "../vocabulary/limits.ts";

const Currency = z.enum(currencies);

/** An amount in minor units: `{ amountMinor: 1990, currency: "EUR" }` is 19.90 euro. */
export const Money = z.object({ amountMinor: z.int(), currency: Currency }).meta({ id: "Money" });

/** What something is sold for; never free. */
export const Price = z
  .strictObject({ amountMinor: z.int().min(1).max(maximumAmountMinor), currency: Currency })
  .meta({ id: "Price" });
