/** Places an order of three items; every call another buyer, other products and another key. */
export type OrderPlacer = {
  /** @returns The id of the order. */
  readonly place: (call: number) => Promise<string>;
};
