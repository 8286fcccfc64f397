/** Gives the items one after another, again and again. @throws RangeError from the first call where there are none. */
export function inTurn<Item>(items: readonly Item[]): () => Item {
  const state = { next: 0 };
  return () => {
    const item = items[state.next % items.length];
    if (item === undefined) throw new RangeError("There is nothing to take in turn.");
    state.next += 1;
    return item;
  };
}
