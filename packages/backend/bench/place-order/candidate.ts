/** Places an order of three items; every call another buyer, other products and another key. */
export type Candidate = {
  readonly name: string;
  readonly place: (call: number) => Promise<void>;
  readonly close: () => Promise<void>;
};
