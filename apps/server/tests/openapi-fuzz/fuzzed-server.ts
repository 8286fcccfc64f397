import { composeBackend } from "@ashlar/backend";
import { listen } from "@ashlar/http";
import { endlessRateLimits } from "@ashlar/resilience";
import { testDatabase } from "@ashlar/testing";
import type { Answer } from "./documented-answer.ts";
import type { Operation } from "./open-api.ts";
import type { FuzzRequest } from "./requests-of.ts";
import type { Known } from "./values-of.ts";

/** People and things made for one operation, so that what it destroys is its own. */
export type Scene = {
  /** `Authorization` values; undefined is nobody. */
  readonly callers: readonly (string | undefined)[];
  readonly known: Known;
};

export type FuzzedServer = AsyncDisposable & {
  readonly document: string;
  readonly send: (operation: Operation, request: FuzzRequest) => Promise<Answer>;
  readonly sceneFor: (operation: Operation) => Promise<Scene>;
  /** What was logged as an error, a bug that is. */
  readonly bugs: readonly unknown[];
};

const password = "a quiet river at night";

/** Starts the whole backend on a database and a port of its own. */
export async function fuzzedServer(): Promise<FuzzedServer> {
  const database = await testDatabase();
  const bugs: unknown[] = [];
  const ignore = (): void => undefined;
  const backend = await composeBackend({
    databaseUrl: database.url,
    log: { debug: ignore, info: ignore, warn: ignore, error: (fields) => bugs.push(fields) },
    isProduction: false,
    origins: { own: [], allowed: [], allowsLoopback: false },
    // Every request comes from an address of its own, so that no budget of an address is spent.
    trustedProxyHops: 1,
    rateLimits: endlessRateLimits,
  });
  const { app, activeRequests } = backend;
  const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
  const origin = `http://127.0.0.1:${server.port}`;
  const state = { people: 0 };

  const post = async (path: string, body: unknown, authorization = ""): Promise<Record<string, never>> => {
    state.people += 1;
    const headers = {
      "content-type": "application/json",
      "x-forwarded-for": `10.0.${state.people >> 8}.${state.people & 255}`,
      authorization,
    };
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return Object(await answer.json()).data;
  };
  const person = async (role: string) => {
    const email = `${role}-${state.people}@example.org`;
    const { user, token } = Object(await post("/auth/register", { email, password, name: role }));
    await database.sql`update users set roles = array[${role}] where id = ${user.id}`;
    return { id: user.id, email, authorization: `Bearer ${token}` };
  };

  return {
    document: await fetch(`${origin}/openapi.json`).then((answer) => answer.text()),
    bugs,
    send: (operation, request) => sent(origin, operation, request),
    sceneFor: async ({ path }) => {
      const [customer, author, admin, victim] = [
        await person("customer"),
        await person("author"),
        await person("admin"),
        await person("customer"),
      ];
      const posts = await Promise.all(
        ["One", "Two"].map((title) => post("/posts", { title, body: "text" }, author.authorization)),
      );
      const postIds = posts.map(({ id }) => String(id));
      await post(`/posts/${postIds[0]}/publish`, {}, author.authorization);
      const sessions = await database.sql`select id from sessions where user_id = ${author.id}`;
      const ids = path.startsWith("/api/v1/posts")
        ? postIds
        : path.startsWith("/api/v1/users")
          ? [victim.id]
          : sessions.map((row) => String(row.id));
      return {
        callers: [undefined, ...[customer, author, admin].map(({ authorization }) => authorization)],
        known: {
          id: ids,
          userId: [author.id, victim.id],
          authorId: [author.id],
          email: [victim.email],
          password: [password],
          currentPassword: [password],
          newPassword: ["another river at noon"],
        },
      };
    },
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
