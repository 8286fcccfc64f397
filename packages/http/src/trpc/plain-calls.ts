import {
  type BoundProcedure,
  type CallContext,
  FailedCall,
  MalformedInput,
  readWire,
  trpcErrorShape,
  trpcInputOf,
  writeWire,
} from "@ashlar/rpc";
import { TRPCError } from "@trpc/server";
import type { AppContext } from "../app-env.ts";
import { callContext } from "../call-context.ts";
import { type CallRequest, readInputs } from "./call-request.ts";

type Outcome = {
  readonly status: number;
  readonly json: string;
  readonly retryAfterSeconds?: number | undefined;
};

/**
 * Answers queries and mutations, alone or in a batch, in the words of tRPC's HTTP protocol.
 *
 * The calls go straight to the bound procedures: tRPC's own server makes of each request a `URL`, `Headers` and a chain of
 * promises and copies that cost as much as everything else together.
 *
 * @see https://trpc.io/docs/rpc and docs/decisions/081-plain-trpc-calls.md
 */
export function plainCalls(
  procedures: readonly BoundProcedure[],
): (c: AppContext, request: CallRequest) => Promise<Response> {
  const byPath = new Map(
    procedures.map((procedure) => [
      procedure.path,
      { ...procedure, readInput: trpcInputOf(procedure.entry) },
    ]),
  );
  return async (c, request) => {
    const inputs = await readInputs(c, request);
    const context = callContext(c);
    const answered = (path: string, index: number): Promise<Outcome> =>
      outcomeOf({ procedure: byPath.get(path), path, input: inputs[index], method: c.req.method, context });
    if (!request.isBatch) {
      const only = await answered(request.paths[0] ?? "", 0);
      return answer(only.json, only.status, only.retryAfterSeconds);
    }
    const outcomes = await Promise.all(request.paths.map(answered));
    const statuses = new Set(outcomes.map(({ status }) => status));
    const [status = 200] = statuses;
    const retryAfterSeconds = Math.max(0, ...outcomes.map((each) => each.retryAfterSeconds ?? 0));
    const json = `[${outcomes.map((outcome) => outcome.json).join(",")}]`;
    return answer(json, statuses.size > 1 ? 207 : status, retryAfterSeconds || undefined);
  };
}

type PlainProcedure = BoundProcedure & { readonly readInput: ReturnType<typeof trpcInputOf> };

type Call = {
  readonly procedure: PlainProcedure | undefined;
  readonly path: string;
  readonly input: unknown;
  readonly method: string;
  readonly context: CallContext;
};

/** A call that fails is an outcome too: in a batch the others have theirs. */
async function outcomeOf({ procedure, path, input, method, context }: Call): Promise<Outcome> {
  try {
    if (procedure === undefined) throw new TRPCError({ code: "NOT_FOUND" });
    if (methodOf[procedure.entry.kind] !== method) throw new TRPCError({ code: "METHOD_NOT_SUPPORTED" });
    const sent = input === undefined ? undefined : procedure.readInput(readWire(input));
    const output = await procedure.call(context, sent);
    return { status: 200, json: `{"result":{"data":${JSON.stringify(writeWire(output))}}}` };
  } catch (cause) {
    const error = trpcError(cause, procedure);
    const shape = trpcErrorShape(error, path, context.request.requestId);
    const { retryAfterSeconds } = error instanceof FailedCall ? error.failure : {};
    return {
      status: shape.data.httpStatus,
      json: `{"error":${JSON.stringify(writeWire(shape))}}`,
      retryAfterSeconds,
    };
  }
}

/** A subscription is a stream, and no part of a batch. */
const methodOf = { query: "GET", mutation: "POST", subscription: "" };

function trpcError(cause: unknown, procedure: BoundProcedure | undefined): TRPCError {
  if (cause instanceof TRPCError) return cause;
  if (cause instanceof MalformedInput) return new TRPCError({ code: "BAD_REQUEST", cause });
  return new FailedCall(cause, procedure?.entry);
}

const headers = { "content-type": "application/json", vary: "trpc-accept, accept" };

const answer = (json: string, status: number, retryAfterSeconds: number | undefined): Response =>
  new Response(json, {
    status,
    headers:
      retryAfterSeconds === undefined ? headers : { ...headers, "retry-after": String(retryAfterSeconds) },
  });
