import { MalformedRequest } from "@ashlar/rpc";
import { z } from "zod";

/** What a request asks for. */
export type OperationRequest = z.output<typeof Operation>;

const JsonObject = z.record(z.string(), z.unknown());

const Operation = z.object({
  query: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: JsonObject.nullish(),
  extensions: JsonObject.nullish(),
});

/**
 * Reads an operation from a body of JSON, or from the query of a GET request.
 *
 * @throws MalformedRequest for another method or media type, and for what is not readable.
 * @see GraphQL over HTTP, "Request".
 */
export async function readOperation(request: Request): Promise<OperationRequest> {
  if (request.method === "GET") return parsed(fromQuery(new URL(request.url).searchParams));
  if (request.method !== "POST")
    throw new MalformedRequest(405, "METHOD_NOT_ALLOWED", "This address takes GET and POST.");
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
    throw new MalformedRequest(415, "UNSUPPORTED_MEDIA_TYPE", "Send the operation as application/json.");
  return parsed(jsonOf(await request.text()));
}

function fromQuery(query: URLSearchParams): unknown {
  const json = (name: string): unknown => {
    const text = query.get(name);
    return text === null ? undefined : jsonOf(text);
  };
  return {
    query: query.get("query"),
    operationName: query.get("operationName"),
    variables: json("variables"),
    extensions: json("extensions"),
  };
}

function parsed(value: unknown): OperationRequest {
  const operation = Operation.safeParse(value);
  if (operation.success) return operation.data;
  const field = operation.error.issues[0]?.path.join(".") ?? "";
  throw new MalformedRequest(
    400,
    "BAD_REQUEST",
    `An operation is { query, operationName, variables, extensions }${field === "" ? "" : `; ${field} is none`}.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedRequest(400, "MALFORMED_JSON", "The body is not well-formed JSON.");
  }
}
