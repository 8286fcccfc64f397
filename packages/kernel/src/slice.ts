/** Which part of a list is asked for; the fields of the contract's list input. */
export type Slice = {
  /** 1–100. */
  readonly limit: number;
  /** From 1; not together with `cursor`. */
  readonly page?: number | undefined;
  readonly cursor?: string | undefined;
};
