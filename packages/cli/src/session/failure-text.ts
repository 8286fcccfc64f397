import { isClientError } from "@ashlar/client";

/** Says how a call failed and what to do about it. */
export function failureText(error: unknown): string {
  if (!isClientError(error)) return error instanceof Error ? error.message : String(error);
  const failure = error.data?.failure;
  if (!failure) return `${error.message} Is the server running? Another one is named by --url or ASHLAR_URL.`;
  const details = JSON.stringify(failure.details);
  const advice = advices[failure.code] ?? "";
  return `${failure.code}: ${error.message}${details === "{}" ? "" : ` ${details}`}${advice}`;
}

const advices: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: "\nSign in with `ashlar login`, or give --token or --api-key.",
  FORBIDDEN: "\nThe account or key lacks the permission; `ashlar call auth.me` shows what it has.",
  REAUTHENTICATION_REQUIRED:
    "\nSign in again with `ashlar login`: this needs a sign-in of the last ten minutes.",
};
