import type { Failure } from "@ashlar/rpc";
import type { AppContext } from "./app-env.ts";
import { failureAnswer } from "./rest/failure-answer.ts";

/**
 * Answers a failure that happened outside any procedure, in the envelope of the surface that was addressed.
 *
 * tRPC clients read `{ error: { json } }`; everybody else gets the REST envelope.
 */
export function errorAnswer(c: AppContext, failure: Failure, requestId: string): Response {
  if (!c.req.path.startsWith("/trpc/")) return failureAnswer(failure, requestId, c.req.header("accept"));
  const headers = new Headers({ "content-type": "application/json" });
  if (failure.retryAfterSeconds !== undefined) headers.set("retry-after", String(failure.retryAfterSeconds));
  const body = JSON.stringify(trpcEnvelope(failure, requestId));
  return new Response(body, { status: failure.status, headers });
}

/** JSON-RPC's number for a request that is not understood, which tRPC clients expect beside the code. */
const invalidRequest = -32_600;

const trpcEnvelope = (failure: Failure, requestId: string) => ({
  error: {
    json: {
      message: failure.message,
      code: invalidRequest,
      data: {
        code: failure.code,
        httpStatus: failure.status,
        requestId,
        failure: { code: failure.code, details: failure.details },
      },
    },
  },
});
