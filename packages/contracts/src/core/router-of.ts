import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCRouterRecord,
  TRPCSubscriptionProcedure,
} from "@trpc/server";
import type { TRPC_ERROR_CODE_KEY, TRPCErrorShape } from "@trpc/server/rpc";
import type { z } from "zod";
import type { FailureOf } from "./define-error.ts";
import type { Entry, Kind } from "./entry.ts";
import type { ProtocolFailure } from "./protocol-errors.ts";
import type { TransportFailure } from "./transport-errors.ts";

/** What `error.data` holds on the client. */
export type FailureData<Failure> = {
  readonly code: TRPC_ERROR_CODE_KEY;
  readonly httpStatus: number;
  readonly path?: string;
  readonly requestId: string;
  /** The declared outcome, or why the request never became a call. */
  readonly failure: Failure;
};

export type FailureShape<Failure> = TRPCErrorShape<FailureData<Failure>>;

type Definition<I extends z.ZodType, Output, E extends readonly unknown[]> = {
  input: z.input<I>;
  output: Output;
  meta: unknown;
  errorShape: FailureShape<FailureOf<E[number]> | TransportFailure | ProtocolFailure>;
};

/** A message of a stream with the position to resume after. */
export type Tracked<Data> = { readonly id: string; readonly data: Data };

type ProcedureOf<
  K extends Kind,
  I extends z.ZodType,
  O extends z.ZodType,
  E extends readonly unknown[],
> = K extends "query"
  ? TRPCQueryProcedure<Definition<I, z.output<O>, E>>
  : K extends "mutation"
    ? TRPCMutationProcedure<Definition<I, z.output<O>, E>>
    : TRPCSubscriptionProcedure<Definition<I, AsyncIterable<Tracked<z.output<O>>, void, unknown>, E>>;

/** Entries become procedures, folders stay folders; homomorphic, so go-to-definition lands on the entry. */
export type RecordOf<Tree> = {
  [Name in keyof Tree]: Tree[Name] extends Entry<infer K, infer _A, infer I, infer O, infer E>
    ? ProcedureOf<K, I, O, E>
    : RecordOf<Tree[Name]>;
};

export type RootTypes = {
  ctx: object;
  meta: object;
  errorShape: FailureShape<TransportFailure | ProtocolFailure>;
  transformer: true;
};

/**
 * The tRPC router type of a contract, computed from the contract value alone: no server code is behind it.
 *
 * Standard tRPC tools (client, TanStack Query integration, callers) take it as they take an inferred router.
 */
export type RouterOf<Tree> =
  RecordOf<Tree> extends infer Built extends TRPCRouterRecord ? TRPCBuiltRouter<RootTypes, Built> : never;
