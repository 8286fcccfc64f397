import { type AnyEntry, protocolErrors } from "@ashlar/contracts";
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { type TRPC_ERROR_CODE_KEY, TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import { type Failure, failureOf } from "./failure.ts";
import { MalformedInput } from "./wire/malformed-input.ts";

const keyOfStatus: Readonly<Record<number, TRPC_ERROR_CODE_KEY>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  402: "PAYMENT_REQUIRED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  408: "TIMEOUT",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  503: "SERVICE_UNAVAILABLE",
};

/** Carries a failure through tRPC; the status of the answer follows from the code key. */
export class FailedCall extends TRPCError {
  readonly failure: Failure;

  constructor(error: unknown, entry: AnyEntry | undefined) {
    const failure = failureOf(error, entry);
    super({
      code: keyOfStatus[failure.status] ?? "INTERNAL_SERVER_ERROR",
      message: failure.message,
      cause: error,
    });
    this.failure = failure;
  }
}

/** What to do about what tRPC itself refuses; its own sentences would repeat internal text. */
const protocolMessage: Readonly<Partial<Record<TRPC_ERROR_CODE_KEY, string>>> = {
  NOT_FOUND: "There is no such procedure.",
  UNSUPPORTED_MEDIA_TYPE: "Send the input as application/json.",
};

/** Reads the failure out of whatever tRPC reports: a call's own, or a fault of the protocol. */
export function failureOfTrpc(error: TRPCError): Failure {
  if (error instanceof FailedCall) return error.failure;
  const declared = protocolErrors.get(error.code);
  if (declared === undefined) return failureOf(error.cause ?? error, undefined);
  const { code, status, summary } = declared;
  const reason = error.cause instanceof MalformedInput ? ` ${error.cause.message}` : "";
  return { code, status, message: `${protocolMessage[error.code] ?? summary}${reason}`, details: {} };
}

/** What tRPC clients are told of an error, before superjson. Nothing in it is internal. */
export function trpcErrorShape(error: TRPCError, path: string | undefined, requestId: string) {
  const { code, message, details } = failureOfTrpc(error);
  return {
    code: TRPC_ERROR_CODES_BY_KEY[error.code],
    message,
    data: {
      code: error.code,
      httpStatus: getHTTPStatusCodeFromError(error),
      ...(path === undefined ? {} : { path }),
      requestId,
      failure: { code, details },
    },
  };
}
