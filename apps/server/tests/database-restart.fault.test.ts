import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { seedDemo } from "@ashlar/backend";
import { createClient, safe } from "@ashlar/client";
import { type EmbeddedPostgres, migrate, startEmbeddedPostgres } from "@ashlar/database";
import postgres from "postgres";
import { expect, test } from "vitest";
import { startServerProcess } from "./server-process.ts";

const migrations = resolve(import.meta.dirname, "../../../drizzle");

test("PostgreSQL killed under load: every answer is a success or a clear 503, acknowledged posts are kept, service returns", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "ashlar-restart-"));
  const settings = { dataDir, settings: { full_page_writes: "off" } };
  const servers: EmbeddedPostgres[] = [];
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(async () => {
    for (const server of servers) await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const first = await startEmbeddedPostgres(settings);
  servers.push(first);
  await migrate({ url: first.url, folder: migrations });
  await seedDemo(first.url);
  await using server = await startServerProcess({ DATABASE_URL: first.url });
  const anonymous = createClient({ url: server.url });
  const { token } = await anonymous.auth.login.mutate({
    email: "author@ashlar.test",
    password: "correct-horse-battery",
  });
  const client = createClient({ url: server.url, token });

  const state = { isLoading: true };
  const acknowledged: string[] = [];
  const failures: (readonly [status: number | undefined, code: string | undefined])[] = [];
  const load = Array.from({ length: 8 }, async (_, worker) => {
    for (let round = 0; state.isLoading; round += 1) {
      const [post, error] = await safe(
        client.posts.create.mutate({ title: `Load ${worker} ${round}`, body: "text" }),
      );
      if (post) acknowledged.push(post.id);
      else failures.push([error.data?.httpStatus, error.data?.failure?.code]);
    }
  });

  /** Waits until the load has had `count` more posts acknowledged. */
  const acknowledgedMore = async (count: number): Promise<void> => {
    const enough = acknowledged.length + count;
    while (acknowledged.length < enough) await pause(20);
  };
  for (let kill = 0; kill < 3; kill += 1) {
    await acknowledgedMore(10);
    process.kill(servers.at(-1)?.pid ?? 0, "SIGKILL");
    servers.push(await startEmbeddedPostgres(settings));
    while ((await safe(client.posts.list.query({ limit: 1 })))[1]) await pause(20);
  }
  await acknowledgedMore(10);
  state.isLoading = false;
  await Promise.all(load);

  // The load is more than one author may write, so some of it is told to wait; every other failure is the database's.
  const others = failures.filter(([, code]) => code !== "RATE_LIMITED");
  expect(others.length).toBeGreaterThan(0);
  expect(others.filter(([status, code]) => status !== 503 || code !== "OVERLOADED")).toEqual([]);
  const sql = postgres(first.url, { max: 1 });
  const stored = new Set((await sql<{ id: string }[]>`select id from posts`).map(({ id }) => id));
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThanOrEqual(40);
  await sql.end();
});

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
