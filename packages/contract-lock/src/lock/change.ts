/** One difference between two contracts, from a client's point of view. */
export type Change = {
  /** Path of the procedure; `*` for what concerns every one, `role:staff` for a role, `event:order.placed` for an event. */
  readonly procedure: string;
  /** What of it: `route`, `input.items[].quantity`, `errors.OUT_OF_STOCK`. */
  readonly field: string;
  readonly isBreaking: boolean;
  /** The difference in a few words: `maximum 100 → 50`. */
  readonly what: string;
  /** What it means to a client. */
  readonly why: string;
};
