import { DomainError, defineErrors } from "@ashlar/kernel";

export const productErrors = defineErrors({
  PRODUCT_NOT_FOUND: (_: { readonly productId: string }) => "There is no such product.",
  SKU_TAKEN: (_: { readonly sku: string }) => "Another product has this stock keeping unit.",
  INSUFFICIENT_STOCK: ({ available }: { readonly productId: string; readonly available: number }) =>
    `There are ${available} pieces; no more can be taken off.`,
});

/** More pieces than a product can have: the input is out of range, seen only beside what is there already. */
export const tooManyPieces = (maximum: number): DomainError<"VALIDATION_FAILED"> =>
  new DomainError("VALIDATION_FAILED", "A product cannot have so many pieces.", {
    issues: [
      {
        field: "delta",
        constraint: `stock max ${maximum}`,
        message: "would make the stock larger than it can be",
      },
    ],
  });
