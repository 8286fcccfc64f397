export { type BoundProcedure, bindCalls } from "./bind-calls.ts";
export type { CallContext, CredentialSink, RequestFacts } from "./call-context.ts";
export { type CallPolicies, type CallRecord, noPolicies } from "./call-procedure.ts";
export { type Failure, failureOf } from "./failure.ts";
export type { Call, HandlersOf } from "./handlers.ts";
export { type Implementation, implement, type ProcedureTree } from "./implement.ts";
export { Forbidden, InvalidInput, MalformedRequest, RateLimited, Unauthenticated } from "./refusals.ts";
export { FailedCall, failureOfTrpc } from "./trpc-error.ts";
export { trpcRouter } from "./trpc-router.ts";
