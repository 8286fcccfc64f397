import type { Money } from "./mail-template.ts";

/** Writes an amount as people read it: `€12.50`. */
export function formattedMoney({ amountMinor, currency }: Money): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}
