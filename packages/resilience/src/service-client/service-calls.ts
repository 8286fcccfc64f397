import type { Entry } from "@ashlar/contracts";
import type { Unavailable } from "@ashlar/kernel";
import type { z } from "zod";

/** What one call may say beside its input. */
export type ServiceCallOptions = {
  /** For an entry with `idempotency: "key"`; one is made when it is left out. The same in every attempt. */
  readonly idempotencyKey?: string;
  /** Ends the call early, beside the signal of the request in progress. */
  readonly signal?: AbortSignal;
};

/** The calls of a peer, nested as its contract is. Streams are not called through a service client. */
export type ServiceCalls<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends Entry<infer K, infer _A, infer I, infer O, infer _E>
    ? K extends "subscription"
      ? never
      : (input: z.input<I>, options?: ServiceCallOptions) => Promise<z.output<O>>
    : ServiceCalls<Tree[Name]>;
};

/** What to answer in a peer's place when it cannot serve; only for calls whose absence is bearable. */
export type Fallbacks<Tree> = {
  readonly [Name in keyof Tree]?: Tree[Name] extends Entry<infer _K, infer _A, infer I, infer O, infer _E>
    ? (input: z.input<I>, error: Unavailable) => z.output<O> | Promise<z.output<O>>
    : Fallbacks<Tree[Name]>;
};
