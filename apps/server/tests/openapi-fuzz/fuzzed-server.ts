import { composeBackend } from "@ashlar/backend";
import { listen } from "@ashlar/http";
import { endlessRateLimits } from "@ashlar/resilience";
import { testDatabase } from "@ashlar/testing";
import type { Answer } from "./documented-answer.ts";
import type { Operation } from "./open-api.ts";
import type { FuzzRequest } from "./requests-of.ts";
import { type Scene, SceneSetter } from "./scene.ts";

export type FuzzedServer = AsyncDisposable & {
  readonly document: string;
  readonly send: (operation: Operation, request: FuzzRequest) => Promise<Answer>;
  readonly sceneFor: (operation: Operation) => Promise<Scene>;
  /** What was logged as an error of a request, a bug that is. */
  readonly bugs: readonly unknown[];
};

/** Starts the whole backend on a database and a port of its own. */
export async function fuzzedServer(): Promise<FuzzedServer> {
  const database = await testDatabase();
  const bugs: unknown[] = [];
  const ignore = (): void => undefined;
  // A job that finds no payment service is no request's fault; what a request causes has its id.
  const noteBug = (fields: Readonly<Record<string, unknown>>): void => {
    if ("requestId" in fields) bugs.push(fields);
  };
  const backend = await composeBackend({
    databaseUrl: database.url,
    log: { debug: ignore, info: ignore, warn: ignore, error: noteBug },
    isProduction: false,
    origins: { own: [], allowed: [], allowsLoopback: false },
    // Every request comes from an address of its own, so that no budget of an address is spent.
    trustedProxyHops: 1,
    rateLimits: endlessRateLimits,
  });
  const { app, activeRequests } = backend;
  const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
  const origin = `http://127.0.0.1:${server.port}`;
  const scenes = new SceneSetter(`${origin}/api/v1`, database.sql);
  return {
    document: await fetch(`${origin}/openapi.json`).then((answer) => answer.text()),
    bugs,
    send: (operation, request) => sent(origin, operation, request),
    sceneFor: (operation) => scenes.sceneFor(operation),
    [Symbol.asyncDispose]: async () => {
      await server.drain(1_000);
      await backend.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function sent(
  origin: string,
  operation: Operation,
  { path, query, headers, body }: FuzzRequest,
): Promise<Answer> {
  const address = operation.path.replace(/\{([^}]+)\}/g, (_, name: string) => path[name] ?? "");
  const url = `${origin}${address}${query.length === 0 ? "" : `?${query.join("&")}`}`;
  const init = { method: operation.method, headers, ...(body === undefined ? {} : { body }) };
  const answer = await fetch(url, init);
  const contentType = answer.headers.get("content-type");
  if (contentType === "text/event-stream") {
    await answer.body?.cancel();
    return { status: answer.status, contentType, body: "" };
  }
  const text = await answer.text();
  return { status: answer.status, contentType, body: text === "" ? undefined : JSON.parse(text) };
}
