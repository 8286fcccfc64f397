import { createClient } from "@ashlar/client";
import { createApp, defaultLimits, listen, trackRequests } from "@ashlar/http";
import type { Actor } from "@ashlar/kernel";
import { bindCalls, noPolicies, trpcRouter } from "@ashlar/rpc";
import { type FakeClock, fakeClock, type TestDatabase, testDatabase } from "@ashlar/testing";
import { createPostsModule } from "../src/index.ts";

type Client = ReturnType<typeof createClient>;

export type PostsApp = {
  readonly database: TestDatabase;
  readonly clock: FakeClock;
  /** The real client, signed in as this actor or as nobody. */
  readonly clientOf: (actor: Actor | null) => Client;
  /** What was logged as an error: nothing, unless a call found a bug. */
  readonly bugs: readonly unknown[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The posts module alone behind the real HTTP app; actors are who their token says. */
export async function postsApp(): Promise<PostsApp> {
  const database = await testDatabase();
  const clock = fakeClock();
  const { procedures } = createPostsModule({ database: database.connection, clock });
  const calls = bindCalls(procedures, noPolicies);
  const actors = new Map<string, Actor>();
  const activeRequests = trackRequests(10_000);
  const bugs: unknown[] = [];
  const silent = () => undefined;
  const app = createApp({
    router: trpcRouter(calls),
    procedures: calls,
    authenticate: async ({ token }) => actors.get(token) ?? null,
    sessionCookie: { name: "session", serialize: () => "", clear: () => "" },
    health: { ready: async () => undefined },
    activeRequests,
    origins: { own: [], allowed: [], allowsLoopback: false },
    trustedProxyHops: 0,
    isProduction: false,
    limits: defaultLimits,
    log: { debug: silent, info: silent, warn: silent, error: (fields) => bugs.push(fields) },
  });
  const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    database,
    clock,
    bugs,
    clientOf: (actor) => {
      const token = actor === null ? undefined : `${actor.userId}:${[...actor.permissions].join()}`;
      if (actor !== null && token !== undefined) actors.set(token, actor);
      return createClient({ url, token });
    },
    [Symbol.asyncDispose]: async () => {
      await server.drain(1_000);
      await database[Symbol.asyncDispose]();
    },
  };
}
