import { join } from "node:path";
import { type Client, createClient } from "@ashlar/client";
import { migrate, openDatabase } from "@ashlar/database";
import { listen } from "@ashlar/http";
import { type StreamingPair, silentLog, startStreamingPair } from "@ashlar/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Backend, composeBackend, seedDemoAccounts } from "../src/index.ts";

const migrationsFolder = join(import.meta.dirname, "../../../drizzle");
/** Of every demo account. */
const demoPassword = "correct-horse-battery";

type Node = { readonly url: string; readonly backend: Backend; readonly close: () => Promise<void> };
let pair: StreamingPair;
let nodes: readonly Node[] = [];

async function startNode(): Promise<Node> {
  const backend = await composeBackend({
    databaseUrl: pair.primary.url,
    replicaUrls: [pair.standby.url],
    isCached: true,
    log: silentLog,
    isProduction: false,
    origins: { own: [], allowed: [], allowsLoopback: true },
    trustedProxyHops: 0,
    runsJobs: false,
  });
  const { app, activeRequests } = backend;
  const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
  return {
    url: `http://127.0.0.1:${server.port}`,
    backend,
    close: async () => {
      await server.drain(1_000);
      await backend.close();
    },
  };
}

beforeAll(async () => {
  pair = await startStreamingPair();
  await migrate({ url: pair.primary.url, folder: migrationsFolder });
  await using database = openDatabase({ url: pair.primary.url });
  await seedDemoAccounts(database);
  nodes = [await startNode(), await startNode()];
});
afterAll(async () => {
  await Promise.all(nodes.map(({ close }) => close()));
  await pair?.[Symbol.asyncDispose]();
});

/** A client whose every request goes to the other node, as a load balancer does. */
function balanced(token?: string): { readonly client: Client; readonly told: (string | null)[] } {
  let turn = 0;
  const told: (string | null)[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const node = nodes[turn++ % nodes.length];
    const answer = await globalThis.fetch(url.replace("http://balanced.test", node?.url ?? ""), init);
    told.push(answer.headers.get("x-read-after"));
    return answer;
  };
  const url = "http://balanced.test";
  return { client: createClient(token === undefined ? { url, fetch } : { url, fetch, token }), told };
}

const author = async (): Promise<string> => {
  const { client } = balanced();
  const login = { email: "author@ashlar.test", password: demoPassword };
  return (await client.auth.login.mutate(login)).token;
};

test("every node finds its replica", async () => {
  for (const { backend } of nodes) {
    await expect
      .poll(() => backend.database.stats().spread.replicas[0]?.isUsed, { timeout: 10_000 })
      .toBe(true);
  }
});

test("with replay paused and each request on another node a client reads what it wrote", async () => {
  const { client, told } = balanced(await author());
  await pair.standbySql`select pg_wal_replay_pause()`;
  try {
    const made = await client.posts.create.mutate({ title: "First", body: "One." });
    expect(told.at(-1)).toMatch(/^\d+\.\d{13}$/);
    await client.posts.publish.mutate({ id: made.id });
    for (let round = 0; round < 15; round += 1) {
      const title = `Round ${round}`;
      await client.posts.update.mutate({ id: made.id, title });
      expect((await client.posts.get.query({ id: made.id })).title).toBe(title);
      const { items } = await client.posts.list.query({ limit: 5 });
      expect(items[0]?.title).toBe(title);
    }
  } finally {
    await pair.standbySql`select pg_wal_replay_resume()`;
  }
});

test("a signed-in caller that repeats nothing to the server is answered by the primary, so reads what it wrote too", async () => {
  const token = await author();
  const { client } = balanced(token);
  const made = await client.posts.create.mutate({ title: "Plain", body: "One." });
  await pair.standbySql`select pg_wal_replay_pause()`;
  try {
    await client.posts.update.mutate({ id: made.id, title: "Changed" });
    for (const { url } of nodes) {
      const answer = await fetch(`${url}/api/v1/posts/${made.id}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(await answer.json()).toMatchObject({ data: { title: "Changed" } });
      expect(answer.headers.get("x-read-after")).not.toBeNull();
    }
  } finally {
    await pair.standbySql`select pg_wal_replay_resume()`;
  }
});

test("what cannot be a position is nobody's harm", async () => {
  for (const value of [
    "",
    "x",
    "-1",
    "999999999999999999999",
    "99999999999999999999.9999999999999",
    "?",
    "1;2",
  ]) {
    const answer = await fetch(`${nodes[0]?.url}/api/v1/posts?limit=1`, {
      headers: { "x-read-after": value },
    });
    expect(answer.status, value).toBe(200);
  }
});
