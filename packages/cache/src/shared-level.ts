/** Where processes leave values for one another. Never fails and never takes long: without an answer there is none. */
export type SharedLevel = {
  readonly get: (key: string) => Promise<{ readonly value: unknown } | null>;
  readonly set: (key: string, value: unknown, ttlMs: number) => void;
  readonly close: () => Promise<void>;
};
