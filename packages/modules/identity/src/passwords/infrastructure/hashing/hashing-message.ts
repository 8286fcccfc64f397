import type { HashCost } from "./password-work.ts";

/** One piece of work, as the server sends it to the process that hashes. */
export type HashingRequest =
  | { readonly id: number; readonly kind: "hash"; readonly password: string; readonly cost: HashCost }
  | {
      readonly id: number;
      readonly kind: "verify";
      readonly password: string;
      readonly passwordHash: string;
    };

/** What came of it: the hash, or whether the password matches. */
export type HashingAnswer = { readonly id: number } & (
  | { readonly result: string | boolean }
  | { readonly failure: string }
);
