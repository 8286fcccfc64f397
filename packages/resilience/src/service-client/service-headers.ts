import { currentRequestScope, uuidV7 } from "@ashlar/kernel";
import type { PeerRequest } from "./peer-request.ts";

/** The headers of one attempt: the id and the trace of the request in progress, and how long this side still waits. */
export function serviceHeaders(attempt: {
  readonly token: string | undefined;
  readonly request: PeerRequest;
  readonly idempotencyKey: string | undefined;
  readonly timeoutMs: number;
}): Readonly<Record<string, string>> {
  const { token, request, idempotencyKey, timeoutMs } = attempt;
  const scope = currentRequestScope();
  return {
    accept: "application/json",
    "x-request-id": scope?.requestId ?? uuidV7(),
    "x-request-timeout-ms": String(Math.max(1, Math.floor(timeoutMs))),
    ...(scope === undefined ? {} : { traceparent: scope.traceparent }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(request.body === undefined ? {} : { "content-type": "application/json" }),
    ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
  };
}
