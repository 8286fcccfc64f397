import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { seedDemoAccounts, seedPosts, seedUsers } from "@ashlar/backend";
import { createClient } from "@ashlar/client";
import { migrate, openDatabase, startEmbeddedPostgres } from "@ashlar/database";
import { seededRandom } from "@ashlar/kernel";
import { startCandidate } from "./load/candidate.ts";
import { getRequest, trpcPath } from "./load/http-request.ts";
import { interleaved, type Row } from "./load/interleaved.ts";
import { observability } from "./observability.ts";

const load = { connections: 64, rounds: Number(process.argv[2] ?? 5), roundMs: 2_000 };

const print = (title: string, rows: readonly Row[]): void => {
  process.stdout.write(`\n${title}\n`);
  for (const { name, requestsPerSecond, ratio, p99Ms } of rows) {
    process.stdout.write(
      `  ${name.padEnd(44)}${requestsPerSecond.toFixed(0).padStart(8)} req/s  ${ratio.toFixed(2).padStart(6)}  p99 ${p99Ms.toFixed(1)} ms\n`,
    );
  }
};

async function withoutDatabase(): Promise<void> {
  const greet = getRequest("/trpc/greet?input=%7B%22name%22%3A%22Ada%22%7D");
  const greetJson = getRequest(trpcPath("greet", { name: "Ada" }));
  const candidates = [
    { ...(await startCandidate("stock tRPC on Hono, nothing else", "stock-trpc.ts", [])), request: greet },
    { ...(await startCandidate("Ashlar, whole pipeline", "ashlar-greeting.ts", [])), request: greetJson },
    { ...(await startCandidate("raw node:http", "raw-node.ts", [])), request: greet },
  ];
  print("A query without database (floor: stock tRPC on Hono)", await interleaved({ ...load, candidates }));
  await Promise.all(candidates.map(({ stop }) => stop()));
}

async function routing(): Promise<void> {
  const request = getRequest("/api/v1/folder-7/resource-7/x");
  const candidates = [
    { ...(await startCandidate("REST with 10 procedures", "rest-routes.ts", ["10"])), request },
    { ...(await startCandidate("REST with 500 procedures", "rest-routes.ts", ["500"])), request },
  ];
  print(
    "A read over REST, by the size of the contract (floor: 10)",
    await interleaved({ ...load, candidates }),
  );
  await Promise.all(candidates.map(({ stop }) => stop()));
}

async function withDatabase(url: string): Promise<void> {
  const ashlar = await startCandidate("Ashlar, whole pipeline", "ashlar.ts", [url]);
  const client = createClient({ url: `http://127.0.0.1:${ashlar.port}` });
  const { user, token } = await client.auth.login.mutate({
    email: "admin@ashlar.test",
    password: "correct-horse-battery",
  });
  const bearer = { authorization: `Bearer ${token}` };

  const userRow = "select id, email, name, roles, status, created_at, updated_at from users where id = $1";
  const rawUser = await startCandidate("raw node:http + the same SQL, prepared", "raw-node.ts", [
    userRow,
    JSON.stringify([user.id]),
    url,
  ]);
  print(
    "A session-authenticated read of one row (floor: raw Node, no session)",
    await interleaved({
      ...load,
      candidates: [
        { ...rawUser, request: getRequest("/") },
        { ...ashlar, request: getRequest(trpcPath("users.get", { id: user.id }), bearer) },
        { ...ashlar, name: "Ashlar, REST", request: getRequest(`/api/v1/users/${user.id}`, bearer) },
      ],
    }),
  );
  await rawUser.stop();

  const postRows = `select p.id, p.author_id, p.title, p.slug, p.body, p.status, p.published_at, p.created_at, p.updated_at, u.id as user_id, u.name
    from posts p join users u on u.id = p.author_id where p.status = 'published' order by p.created_at desc, p.id desc limit 51`;
  const rawPosts = await startCandidate("raw node:http + the same SQL, prepared", "raw-node.ts", [
    postRows,
    "[]",
    url,
  ]);
  print(
    "A list of 50 posts with authors (floor: raw Node)",
    await interleaved({
      ...load,
      candidates: [
        { ...rawPosts, request: getRequest("/") },
        { ...ashlar, request: getRequest(trpcPath("posts.list", { limit: 50, include: ["author"] })) },
        {
          ...ashlar,
          name: "Ashlar, REST",
          request: getRequest("/api/v1/posts?limit=50&include=author"),
        },
      ],
    }),
  );
  await Promise.all([rawPosts.stop(), ashlar.stop()]);
}

/** 100 users and 5,000 posts, the same each time. */
async function seed(url: string): Promise<void> {
  await using database = openDatabase({ url });
  await seedDemoAccounts(database);
  const random = seededRandom(7);
  const authorIds = await seedUsers(database, 100, random);
  await seedPosts(database, { count: 5_000, authorIds, random });
}

const dataDir = await mkdtemp(join(tmpdir(), "ashlar-bench-"));
const postgres = await startEmbeddedPostgres({ dataDir });
try {
  await migrate({ url: postgres.url, folder: resolve(import.meta.dirname, "../../../drizzle") });
  await seed(postgres.url);
  await withoutDatabase();
  await routing();
  await withDatabase(postgres.url);
  print("A read with and without observability (floor: without)", await observability(postgres.url, load));
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
