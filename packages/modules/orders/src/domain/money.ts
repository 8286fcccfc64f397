/** An amount in minor units of a currency. */
export type Money = { readonly amountMinor: number; readonly currency: "EUR" };

/**
 * Adds up what `quantity` pieces of each line cost; exact, in integers.
 *
 * @throws RangeError on no lines, several currencies, or a sum beyond 2⁵³: bugs, which the bounds of an order exclude.
 */
export function totalOf(lines: readonly { readonly unitPrice: Money; readonly quantity: number }[]): Money {
  const [first] = lines;
  if (!first) throw new RangeError("Nothing to add up.");
  const { currency } = first.unitPrice;
  let amountMinor = 0;
  for (const { unitPrice, quantity } of lines) {
    if (unitPrice.currency !== currency) throw new RangeError("Amounts of several currencies have no sum.");
    amountMinor += unitPrice.amountMinor * quantity;
  }
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError("The sum is not exact.");
  return { amountMinor, currency };
}
