import { type AnyEntry, type ErrorDeclaration, protocolErrors, transportErrors } from "@ashlar/contracts";
import { DomainError, isEndedByCaller, Unavailable } from "@ashlar/kernel";
import { Forbidden, InvalidInput, MalformedRequest, RateLimited, Unauthenticated } from "./refusals.ts";

/** How a call failed, ready for any surface: nothing in it is internal. */
export type Failure = {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
};

const shared: ReadonlyMap<string, ErrorDeclaration> = new Map([
  ...protocolErrors,
  ...transportErrors.map((error) => [error.code, error] as const),
]);

function transportFailure(code: string, details: Readonly<Record<string, unknown>> = {}): Failure {
  const declared = shared.get(code);
  return {
    code,
    status: declared?.status ?? 500,
    message: declared?.summary ?? "",
    details,
  };
}

/**
 * Translates whatever a call threw into what its caller is told.
 *
 * A DomainError that the entry does not declare is a bug, as is every other error: both become `INTERNAL` with fixed
 * text, and the original is for the log alone. What failed because its caller ended the request is `REQUEST_TIMEOUT`,
 * whatever it failed with: nothing that one caller does alone is a fault of the server.
 */
export function failureOf(error: unknown, entry: AnyEntry | undefined): Failure {
  if (error instanceof DomainError) {
    const declared = entry?.errors.find(({ code }) => code === error.code);
    const details = declared?.details.safeParse(error.details);
    if (declared && details?.success) {
      // Sound: details of a declared error are objects; `safeParse` has just made one.
      const shown = details.data as Readonly<Record<string, unknown>>;
      return {
        code: error.code,
        status: declared.status,
        message: error.message,
        details: shown,
        ...(typeof shown.retryAfterSeconds === "number" && { retryAfterSeconds: shown.retryAfterSeconds }),
      };
    }
    const { retryAfterSeconds } = error.details;
    if (error.code === "RATE_LIMITED" && typeof retryAfterSeconds === "number")
      return retryable(error.code, retryAfterSeconds);
    if (error.code === "VALIDATION_FAILED")
      return transportFailure(error.code, { issues: [], ...error.details });
    return transportFailure("INTERNAL");
  }
  if (isEndedByCaller(error)) return transportFailure("REQUEST_TIMEOUT");
  if (error instanceof InvalidInput) return transportFailure("VALIDATION_FAILED", { issues: error.issues });
  if (error instanceof Unauthenticated) return transportFailure("UNAUTHENTICATED");
  if (error instanceof Forbidden) return transportFailure("FORBIDDEN");
  if (error instanceof RateLimited) return retryable("RATE_LIMITED", error.retryAfterSeconds);
  if (error instanceof Unavailable) return retryable("OVERLOADED", error.retryAfterSeconds);
  if (error instanceof MalformedRequest) {
    return { code: error.code, status: error.status, message: error.message, details: {} };
  }
  return transportFailure("INTERNAL");
}

const retryable = (code: "RATE_LIMITED" | "OVERLOADED", retryAfterSeconds: number): Failure => ({
  ...transportFailure(code, { retryAfterSeconds }),
  retryAfterSeconds,
});
