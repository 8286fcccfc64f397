import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import superjson from "superjson";

/** What a procedure of the scripted server answers to one call. */
export type Answer =
  | { readonly data: unknown }
  | { readonly status: number; readonly failure: unknown }
  /** Takes the connection over: to hang, to cut, to answer something else. */
  | { readonly raw: (response: ServerResponse) => void };

export type Received = {
  readonly method: string;
  readonly paths: readonly string[];
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly atMs: number;
};

export type ScriptedServer = AsyncDisposable & {
  readonly url: string;
  /** Requests in the order in which they arrived. */
  readonly requests: readonly Received[];
};

/**
 * A real HTTP server that speaks tRPC's wire and answers each procedure from a script.
 *
 * @param script - By path; `attempt` counts the calls of that path from 1.
 */
export async function scriptedServer(
  script: Readonly<Record<string, (attempt: number, request: Received) => Answer>>,
): Promise<ScriptedServer> {
  const requests: Received[] = [];
  const attempts = new Map<string, number>();

  const answerOf = (path: string, request: Received): Answer => {
    const attempt = (attempts.get(path) ?? 0) + 1;
    attempts.set(path, attempt);
    return script[path]?.(attempt, request) ?? { status: 404, failure: null };
  };

  const server = createServer(async (incoming, response) => {
    const request = await received(incoming);
    requests.push(request);
    const answers = request.paths.map((path) => answerOf(path, request));
    for (const answer of answers) {
      if ("raw" in answer) return answer.raw(response);
    }
    const envelopes = answers.map(envelope);
    const statuses = [...new Set(answers.map(statusOf))];
    response.writeHead(statuses.length === 1 ? (statuses[0] ?? 200) : 207, {
      "content-type": "application/json",
    });
    response.end(JSON.stringify(request.url.searchParams.has("batch") ? envelopes : envelopes[0]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Sound: a server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function received(incoming: IncomingMessage): Promise<Received> {
  const atMs = performance.now();
  let body = "";
  for await (const part of incoming) body += String(part);
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const paths = url.pathname.replace(/^.*\/trpc\//, "").split(",");
  return { method: incoming.method ?? "", paths, url, headers: incoming.headers, body, atMs };
}

const statusOf = (answer: Answer): number => ("status" in answer ? answer.status : 200);

function envelope(answer: Answer): unknown {
  if ("data" in answer) return { result: { data: superjson.serialize(answer.data) } };
  return { error: failedShape(statusOf(answer), "failure" in answer ? answer.failure : null) };
}

/** An error as the server writes it. */
const failedShape = (httpStatus: number, failure: unknown): unknown =>
  superjson.serialize({
    message: "It failed.",
    code: -32_000,
    data: { code: "BAD_REQUEST", httpStatus, requestId: "r-1", failure },
  });
