import type { AnyEntry } from "@ashlar/contracts";
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

/** Sentences for what tRPC itself refuses; its own would repeat internal text. */
const protocolMessage: Readonly<Partial<Record<TRPC_ERROR_CODE_KEY, string>>> = {
  BAD_REQUEST: "The request is not a well-formed tRPC call.",
  PARSE_ERROR: "The body or the input parameter is not well-formed JSON.",
  NOT_FOUND: "There is no such procedure.",
  METHOD_NOT_SUPPORTED: "A query is called with GET, a mutation with POST.",
  UNSUPPORTED_MEDIA_TYPE: "Send the input as application/json.",
  PAYLOAD_TOO_LARGE: "The request is larger than the server takes.",
};

/** Reads the failure out of whatever tRPC reports: a call's own, or a fault of the protocol. */
export function failureOfTrpc(error: TRPCError): Failure {
  if (error instanceof FailedCall) return error.failure;
  const message = protocolMessage[error.code];
  if (message === undefined) return failureOf(error.cause ?? error, undefined);
  const status = error.code === "NOT_FOUND" ? 404 : 400;
  const reason = error.cause instanceof MalformedInput ? ` ${error.cause.message}` : "";
  return { code: error.code, status, message: `${message}${reason}`, details: {}, isDeclared: false };
}

/** What tRPC clients are told of an error, before superjson. Nothing in it is internal. */
export function trpcErrorShape(error: TRPCError, path: string | undefined, requestId: string) {
  const { code, message, details, isDeclared } = failureOfTrpc(error);
  return {
    code: TRPC_ERROR_CODES_BY_KEY[error.code],
    message,
    data: {
      code: error.code,
      httpStatus: getHTTPStatusCodeFromError(error),
      ...(path === undefined ? {} : { path }),
      requestId,
      failure: isDeclared ? { code, details } : null,
    },
  };
}
