/** What a cached product was made from. */
export const productTag = (productId: string): string => `product:${productId}`;

/** What every cached list of products was made from. */
export const productListTag = "products";
