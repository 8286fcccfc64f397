import { MalformedRequest } from "@ashlar/rpc";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../app-env.ts";
import type { AppOptions } from "../app-options.ts";
import { callContext } from "../call-context.ts";
import { isJson } from "../rest/read-body.ts";
import { type CallRequest, callRequest, readInputs } from "../trpc/call-request.ts";
import { plainCalls } from "../trpc/plain-calls.ts";
import { streamCalls } from "../trpc/stream-calls.ts";

/**
 * Serves the procedures at `/trpc/*`: JSON only, batches bounded, one call context for all calls of a request.
 *
 * Batches that are answered line by line are answered by tRPC's own server, from inputs that are read as every other call's.
 */
export function trpcSurface({
  router,
  procedures,
  limits,
}: Pick<AppOptions, "router" | "procedures" | "limits">): MiddlewareHandler<AppEnv> {
  const { batchCalls } = limits;
  const answerPlain = plainCalls(procedures);
  const streams = streamCalls(procedures);
  const answerByTrpc = (c: AppContext, req = c.req.raw): Promise<Response> =>
    fetchRequestHandler({
      router,
      req,
      endpoint: "/trpc",
      maxBatchSize: batchCalls,
      createContext: () => callContext(c),
    });
  return async (c) => {
    const { method } = c.req;
    if (method === "POST") demandJson(c.req.header("content-type"));
    else if (method === "HEAD") return answerByTrpc(c);
    else if (method !== "GET") throw otherMethod();
    const request = callRequest(c.req.url, batchCalls);
    const stream = request.isBatch || method === "POST" ? undefined : streams.get(request.paths[0] ?? "");
    if (stream !== undefined) return stream(c, request);
    return wantsLines(c) ? answerByTrpc(c, await readRequest(c, request)) : answerPlain(c, request);
  };
}

/** The request as it was read; its body can be read once. */
async function readRequest(c: AppContext, request: CallRequest): Promise<Request> {
  const inputs = await readInputs(c, request);
  const { method, url, headers, signal } = c.req.raw;
  if (method === "GET") return c.req.raw;
  const sent = request.isBatch ? Object.fromEntries(inputs.entries()) : inputs[0];
  return new Request(url, { method, headers, signal, body: JSON.stringify(sent) });
}

/** What `httpBatchStreamLink` asks for: each answer of a batch as soon as it is there. */
const wantsLines = ({ req }: AppContext): boolean =>
  (req.header("trpc-accept") ?? req.header("accept") ?? "").includes("application/jsonl");

const otherMethod = (): MalformedRequest =>
  new MalformedRequest(405, "METHOD_NOT_SUPPORTED", "A query is called with GET, a mutation with POST.");

/** A cross-site form can send every other type without asking first. */
function demandJson(contentType: string | undefined): void {
  if (isJson(contentType)) return;
  throw new MalformedRequest(415, "UNSUPPORTED_MEDIA_TYPE", "Send the input as application/json.");
}
