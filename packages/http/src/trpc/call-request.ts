import { MalformedRequest } from "@ashlar/rpc";
import type { AppContext } from "../app-env.ts";
import { readBody } from "../rest/read-body.ts";
import { targetBelow } from "../url-target.ts";

/** What a request of tRPC's HTTP protocol asks for. */
export type CallRequest = {
  /** At least one; exactly one where it is no batch. */
  readonly paths: readonly string[];
  readonly isBatch: boolean;
  /** The serialized input of a GET. */
  readonly inputText: string | null;
};

/**
 * Reads which procedures a URL names: `/trpc/a.b?input=…`, or `/trpc/a.b,c.d?batch=1&input=…`.
 *
 * @throws MalformedRequest 400 on a path that is not URL-encoded text, or a batch of more than `batchCalls`.
 */
export function callRequest(url: string, batchCalls: number): CallRequest {
  const { path, query } = targetBelow("/trpc/", url) ?? { path: "", query: "" };
  const parameters = new URLSearchParams(query);
  const isBatch = parameters.get("batch") === "1";
  const name = path.includes("%") ? decoded(path) : path;
  const paths = isBatch ? name.split(",") : [name];
  if (paths.length > batchCalls) {
    throw new MalformedRequest(
      400,
      "BATCH_TOO_LARGE",
      `A batch holds at most ${batchCalls} calls: give httpBatchLink and httpBatchStreamLink \`maxItems: ${batchCalls}\`.`,
    );
  }
  return { paths, isBatch, inputText: parameters.get("input") };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new MalformedRequest(400, "BAD_REQUEST", "The path is not URL-encoded text.");
  }
}

/**
 * Reads the serialized inputs, one a call, from the query of a GET or the body of a POST; undefined for none.
 *
 * @throws MalformedRequest 400 on what is not JSON, or a batch whose inputs are not an object by index.
 */
export async function readInputs(
  c: AppContext,
  { paths, isBatch, inputText }: CallRequest,
): Promise<readonly unknown[]> {
  const sent = c.req.method === "GET" ? parsed(inputText) : await demandBody(c);
  if (!isBatch) return [sent];
  if (sent === undefined) return [];
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) {
    throw new MalformedRequest(400, "BAD_REQUEST", "The inputs of a batch are an object, one member a call.");
  }
  return paths.map((_path, index): unknown =>
    Object.hasOwn(sent, index) ? Reflect.get(sent, index) : undefined,
  );
}

/** A mutation without input has a body, too: superjson writes `undefined` as one. */
async function demandBody(c: AppContext): Promise<unknown> {
  const body = await readBody(c);
  if (body !== undefined) return body;
  throw new MalformedRequest(400, "MALFORMED_JSON", "The body is empty, which is not well-formed JSON.");
}

function parsed(text: string | null): unknown {
  if (text === null || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedRequest(400, "MALFORMED_JSON", "The `input` parameter is not well-formed JSON.");
  }
}
