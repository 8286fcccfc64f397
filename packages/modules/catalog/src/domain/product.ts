/** An amount in minor units of a currency. */
export type Money = { readonly amountMinor: number; readonly currency: "EUR" };

export type Product = {
  readonly id: string;
  /** Unique among all products. */
  readonly sku: string;
  /** 1–200 characters, one line. */
  readonly name: string;
  /** At most 10,000 characters. */
  readonly description: string;
  /** 1–100,000,000 minor units. */
  readonly price: Money;
  /** Pieces that can be ordered, 0–1,000,000,000. */
  readonly stock: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};
