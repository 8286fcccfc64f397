import { FailedCall, MalformedRequest } from "@ashlar/rpc";
import { trpcServer } from "@hono/trpc-server";
import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../app-env.ts";
import type { AppOptions } from "../app-options.ts";

/** Serves the router at `/trpc/*`: JSON only, batches bounded, one call context for all calls of a request. */
export function trpcSurface({
  router,
  limits,
}: Pick<AppOptions, "router" | "limits">): MiddlewareHandler<AppEnv> {
  const { batchCalls } = limits;
  const serve = trpcServer({
    router,
    endpoint: "/trpc",
    maxBatchSize: batchCalls,
    createContext: (_options, c: AppContext) => ({
      actor: c.get("actor"),
      request: c.get("request"),
      credentials: c.get("credentials"),
      response: c.get("response"),
      reauthenticate: c.get("reauthenticate"),
    }),
    responseMeta: ({ errors }) => retryAfter(errors),
  });
  return async (c, next) => {
    if (c.req.method === "POST") demandJson(c.req.header("content-type"));
    if (c.req.url.includes("batch=")) demandBounded(c.req.path, batchCalls);
    return serve(c, next);
  };
}

/** A cross-site form can send every other type without asking first. */
function demandJson(contentType: string | undefined): void {
  if (contentType === undefined || !/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new MalformedRequest(415, "UNSUPPORTED_MEDIA_TYPE", "Send the input as application/json.");
  }
}

function demandBounded(path: string, batchCalls: number): void {
  if (path.split(",").length > batchCalls) {
    throw new MalformedRequest(400, "BATCH_TOO_LARGE", `A batch holds at most ${batchCalls} calls.`);
  }
}

function retryAfter(errors: readonly unknown[]): { headers?: Record<string, string> } {
  const seconds = errors.flatMap((error) =>
    error instanceof FailedCall ? [error.failure.retryAfterSeconds ?? 0] : [],
  );
  const longest = Math.max(0, ...seconds);
  return longest === 0 ? {} : { headers: { "retry-after": String(longest) } };
}
