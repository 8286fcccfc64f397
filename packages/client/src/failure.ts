import type { TRPCPromise } from "@trpc/client";

type ShapeOf<Procedure> = Procedure extends
  | { query: (...call: never) => TRPCPromise<infer _Data, infer Shape> }
  | { mutate: (...call: never) => TRPCPromise<infer _Data, infer Shape> }
  ? Shape
  : never;

/**
 * The outcomes that a query or mutation declares, with those that any procedure can have: a union discriminated by
 * `code`. `Failure<Client["posts"]["get"]>`.
 */
export type Failure<Procedure> =
  ShapeOf<Procedure> extends { data: { failure: infer Outcome } } ? NonNullable<Outcome> : never;
