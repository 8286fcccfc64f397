/** What a key has spent in its current window, this call included. */
export type Spending = {
  readonly spent: number;
  /** Until the window ends and the key starts again; more than 0. */
  readonly resetMs: number;
};

/** Counts what keys spend. */
export type BudgetStore = {
  /**
   * Spends one of a key. The window starts with a key's first spending and is not moved by later ones.
   *
   * Answers without a promise where it can: the limiter is on the way of every call.
   */
  readonly spend: (key: string, windowSeconds: number) => Spending | Promise<Spending>;
  readonly close: () => Promise<void>;
};
