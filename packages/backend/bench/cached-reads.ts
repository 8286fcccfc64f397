import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, openDatabase, startEmbeddedPostgres } from "@ashlar/database";
import { seededRandom } from "@ashlar/kernel";
import { seedDemoAccounts, seedPosts, seedUsers } from "../src/index.ts";

// What the cache is worth where the database is on the same machine: `node packages/backend/bench/cached-reads.ts`.

const connections = 32;
const roundMs = 1_000;
const rounds = Number(process.argv[2] ?? 5);

type Server = { readonly name: string; readonly port: number; readonly child: ChildProcess };

async function started(name: string, parameters: readonly string[]): Promise<Server> {
  const child = fork(join(import.meta.dirname, "cached-server.ts"), parameters);
  // Sound: the child sends nothing else.
  const [{ port }] = (await once(child, "message")) as [{ readonly port: number }];
  return { name, port, child };
}

const answer = (port: number, path: string, agent: Agent): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get({ port, path, agent, host: "127.0.0.1" }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode));
    }).once("error", reject);
  });

/** @returns Answers in a second. */
async function load(port: number, path: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const startedMs = performance.now();
  let answers = 0;
  const callers = Array.from({ length: connections }, async () => {
    while (performance.now() - startedMs < roundMs) {
      const status = await answer(port, path, agent);
      if (status !== 200) throw new Error(`${path} answers ${status}.`);
      answers += 1;
    }
  });
  await Promise.all(callers);
  agent.destroy();
  return (answers * 1_000) / (performance.now() - startedMs);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function compare(url: string, postId: string): Promise<void> {
  const plain = await started("database", [url]);
  const cached = await started("cache", [url, "cached"]);
  const reads = {
    "one post": `/api/v1/posts/${postId}`,
    "20 posts": "/api/v1/posts?limit=20",
    "50 posts with authors": "/api/v1/posts?limit=50&include=author",
    "page 100 of a numbered list": "/api/v1/posts?limit=20&page=100",
    "a search": "/api/v1/posts?limit=20&q=morning",
  };
  for (const [name, path] of Object.entries(reads)) {
    const measured: [number[], number[]] = [[], []];
    for (let round = 0; round <= rounds; round += 1) {
      for (const [index, server] of [plain, cached].entries()) {
        const perSecond = await load(server.port, path);
        if (round > 0) measured[index]?.push(perSecond);
      }
    }
    const [database, cache] = measured.map(median);
    const ratio = (cache ?? 0) / (database ?? 1);
    process.stdout.write(
      `${name.padEnd(30)} database ${database?.toFixed(0).padStart(6)}/s   cache ${cache?.toFixed(0).padStart(6)}/s   ${ratio.toFixed(2)}\n`,
    );
  }
  for (const { child } of [plain, cached]) child.kill();
}

const dataDir = await mkdtemp(join(tmpdir(), "ashlar-bench-"));
const postgres = await startEmbeddedPostgres({ dataDir });
try {
  await migrate({ url: postgres.url, folder: join(import.meta.dirname, "../../../drizzle") });
  await using database = openDatabase({ url: postgres.url });
  await seedDemoAccounts(database);
  const random = seededRandom(7);
  const authorIds = await seedUsers(database, 100, random);
  await seedPosts(database, { count: 5_000, authorIds, random });
  const posts = await database.transact((tx) =>
    Promise.resolve(tx.execute<{ id: string }>("select id from posts where status = 'published' limit 1")),
  );
  await compare(postgres.url, posts[0]?.id ?? "");
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
