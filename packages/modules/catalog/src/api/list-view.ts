import type { Paged } from "@ashlar/kernel";

/** A page as the contract shapes it: the same objects, in an array that the surface may own. */
export const toListView = <Item>({ items, page }: Paged<Item>) => ({ items: [...items], page });
