import { failureOf, MalformedRequest, type OpenedStream } from "@ashlar/rpc";
import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../app-env.ts";
import { callContext } from "../call-context.ts";
import { streamAnswer } from "../streams/stream-answer.ts";
import { targetBelow } from "../url-target.ts";
import { failureAnswer } from "./failure-answer.ts";
import type { Operation } from "./operation.ts";
import { readBody } from "./read-body.ts";
import { readInput } from "./read-input.ts";
import { type RouteMatch, routeTable } from "./route-table.ts";
import { type AnswerFacts, successAnswer } from "./success-answer.ts";

type Options = {
  /** What stands before every route, such as `/api/v1`. */
  readonly base: string;
  readonly operations: readonly Operation[];
};

/**
 * Serves every operation below the base path, by the same bound calls as tRPC.
 *
 * HEAD is GET without a body (streams have none), OPTIONS answers `Allow`, another method 405 with `Allow`, another path 404. A body of a
 * GET, HEAD or DELETE is not read.
 */
export function restSurface({ base, operations }: Options): MiddlewareHandler<AppEnv> {
  const table = routeTable(operations);
  return async (c) => {
    const startedMs = performance.now();
    const { path, query } = targetBelow(base, c.req.url) ?? nowhere;
    const match = table.match(path);
    if (match === undefined) throw unknownAddress();
    const { method } = c.req;
    const operation = match.operations.get(method === "HEAD" ? "GET" : method);
    // The head of a stream would open it for nobody.
    const isHeadOfStream = method === "HEAD" && operation?.answer === "stream";
    if (operation === undefined || isHeadOfStream) return otherMethod(c, match);
    const { requestId } = c.get("request");
    const header = (name: string): string | undefined => c.req.header(name);
    const isAuthenticated = c.get("actor") !== null;
    const facts = { requestId, isAuthenticated, startedMs, base, path, query, header };
    return answer(c, operation, match.parameters, facts);
  };
}

/** Routes begin with a slash. */
const nowhere = { path: "", query: "" };

const unknownAddress = (): MalformedRequest =>
  new MalformedRequest(404, "NOT_FOUND", "Nothing is served at this address.");

async function answer(
  c: AppContext,
  operation: Operation,
  parameters: readonly string[],
  facts: AnswerFacts,
): Promise<Response> {
  const body = operation.input.takesBody ? await readBody(c) : undefined;
  const input = readInput(operation.input, { parameters, query: facts.query, body });
  const context = callContext(c);
  if (operation.deprecation) {
    const headers = operation.deprecation(parameters);
    for (const [name, value] of Object.entries(headers)) context.response.setHeader(name, value);
  }
  let output: unknown;
  try {
    output = await operation.call(context, input);
  } catch (error) {
    return failureAnswer(failureOf(error, operation.entry), facts.requestId, facts.header("accept"));
  }
  if (operation.answer !== "stream") return successAnswer(operation, output, facts);
  c.get("keepOpen")();
  // Sound: the handler of a subscription answers with a stream.
  return streamAnswer(operation.stream, operation.entry, output as OpenedStream<unknown>, context.request);
}

function otherMethod(c: AppContext, { operations }: RouteMatch): Response {
  const methods = [...operations.values()].flatMap(({ method, answer: kind }) =>
    method === "GET" && kind !== "stream" ? ["GET", "HEAD"] : [method],
  );
  const allow = [...methods, "OPTIONS"].join(", ");
  if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
  const refusal = new MalformedRequest(405, "METHOD_NOT_ALLOWED", `This address takes ${allow}.`);
  return failureAnswer(failureOf(refusal, undefined), c.get("request").requestId, c.req.header("accept"), {
    allow,
  });
}
