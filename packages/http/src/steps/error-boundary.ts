import type { Log } from "@ashlar/kernel";
import { failureOf, MalformedRequest } from "@ashlar/rpc";
import type { ErrorHandler, NotFoundHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import { errorAnswer } from "../error-answer.ts";

/** Answers whatever a step threw; a bug is logged whole and answered with fixed text. */
export function errorBoundary(log: Log): ErrorHandler<AppEnv> {
  return (error, c) => {
    const failure = failureOf(error, undefined);
    const requestId = c.get("request")?.requestId ?? "";
    if (failure.status >= 500) log.error({ requestId, error, path: c.req.path }, "request failed");
    return errorAnswer(c, failure, requestId);
  };
}

/** Answers an address that nothing serves. */
export const unknownRoute: NotFoundHandler<AppEnv> = (c) =>
  errorAnswer(
    c,
    failureOf(new MalformedRequest(404, "NOT_FOUND", "Nothing is served at this address."), undefined),
    c.get("request")?.requestId ?? "",
  );
