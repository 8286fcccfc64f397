import type { Log } from "@ashlar/kernel";
import { failureOf, MalformedRequest } from "@ashlar/rpc";
import type { ErrorHandler, NotFoundHandler } from "hono";
import { countRejected, type RequestLoad } from "../active-requests.ts";
import type { AppContext, AppEnv } from "../app-env.ts";
import { errorAnswer } from "../error-answer.ts";

/**
 * Answers whatever a step threw; a bug is logged whole, as an error, and answered with fixed text. What cannot be served
 * now is a warning, as it is of calls.
 *
 * What is refused for a reason of the caller's is information: a short line and a count by its code.
 *
 * @param load - Where faults and refusals are counted; nowhere by default.
 */
export function errorBoundary(
  log: Log,
  load: Pick<RequestLoad, "failed" | "rejected"> = { failed: 0, rejected: {} },
): ErrorHandler<AppEnv> {
  return (error, c) => {
    const failure = failureOf(error, undefined);
    const requestId = c.get("request")?.requestId ?? "";
    if (failure.status < 500) {
      countRejected(load, failure.code);
      const { address } = c.get("request") ?? {};
      log.info({ requestId, code: failure.code, path: c.req.path.slice(0, 300), address }, "request refused");
    } else if (!clientAborted(c)) {
      load.failed += 1;
      const fields = { requestId, error, path: c.req.path };
      if (failure.status === 503) log.warn(fields, "request not served");
      else log.error(fields, "request failed");
    }
    return errorAnswer(c, failure, requestId);
  };
}

/** A client that leaves in the middle of its own request makes reading it fail; that is no fault of the server. */
const clientAborted = ({ env }: AppContext): boolean => env.incoming.destroyed && !env.incoming.complete;

/** Answers an address that nothing serves. */
export const unknownRoute: NotFoundHandler<AppEnv> = (c) =>
  errorAnswer(
    c,
    failureOf(new MalformedRequest(404, "NOT_FOUND", "Nothing is served at this address."), undefined),
    c.get("request")?.requestId ?? "",
  );
