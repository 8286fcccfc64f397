import { isoNow, product } from "@ashlar/kernel";
import type { Failure } from "@ashlar/rpc";
import { prefersProblem } from "./prefers-problem.ts";

/**
 * Answers a failure: the error envelope, or the same facts as an RFC 9457 problem to a client that prefers it.
 *
 * `details` lists what is wrong field by field and is empty for everything but `VALIDATION_FAILED`; the typed details of
 * a declared error are `data`.
 *
 * @see docs/decisions/009-rest-envelopes.md
 */
export function failureAnswer(
  failure: Failure,
  requestId: string,
  accept: string | undefined,
  extraHeaders: Readonly<Record<string, string>> = {},
): Response {
  const isProblem = prefersProblem(accept);
  const headers: Record<string, string> = {
    "content-type": isProblem ? "application/problem+json" : "application/json",
    vary: "Accept",
    ...extraHeaders,
  };
  if (failure.retryAfterSeconds !== undefined) headers["retry-after"] = String(failure.retryAfterSeconds);
  if (failure.status === 401) headers["www-authenticate"] = `Bearer realm="${product.id}"`;
  const meta = { requestId, timestamp: isoNow() };
  const body = isProblem ? problemOf(failure, meta) : envelopeOf(failure, meta);
  return new Response(JSON.stringify(body), { status: failure.status, headers });
}

type Meta = { readonly requestId: string; readonly timestamp: string };

const envelopeOf = (failure: Failure, meta: Meta) => ({
  error: { code: failure.code, message: failure.message, ...factsOf(failure) },
  meta,
});

const problemOf = (failure: Failure, meta: Meta) => ({
  type: `${product.errorUrn}${failure.code}`,
  title: titleOf(failure.code),
  status: failure.status,
  detail: failure.message,
  code: failure.code,
  ...factsOf(failure),
  meta,
});

function factsOf({ code, details }: Failure) {
  if (code !== "VALIDATION_FAILED") return { details: [], data: details };
  const { issues, ...data } = details;
  return { details: issues, data };
}

/** `EMAIL_TAKEN` is "Email taken": the same for every occurrence, as the RFC asks. */
const titleOf = (code: string): string => {
  const words = code.toLowerCase().replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};
