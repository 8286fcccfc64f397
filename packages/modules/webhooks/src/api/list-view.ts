import type { Paged } from "@ashlar/kernel";

/** A page as the contract shapes it, each item by `view`. */
export const toListView = <Item, View>({ items, page }: Paged<Item>, view: (item: Item) => View) => ({
  items: items.map(view),
  page,
});
