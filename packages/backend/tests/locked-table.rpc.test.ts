import { endlessRateLimits } from "@ashlar/resilience";
import type postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestServer, testServer } from "./test-server.ts";

let server: TestServer;
let token: string;
let other: postgres.ReservedSql;
beforeAll(async () => {
  server = await testServer({ rateLimits: endlessRateLimits });
  token = await server.signIn("customer");
  other = await server.database.sql.reserve();
});
afterAll(async () => {
  other.release();
  await server[Symbol.asyncDispose]();
});

const get = (path: string): Promise<Response> =>
  fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
const patiently = { timeout: 20_000 };
const statusOf = async (path: string): Promise<number> => {
  const answer = await get(path);
  await answer.arrayBuffer();
  return answer.status;
};

/** Asks for it all the time until `work` is done, as many clients do. @returns the answers. */
async function whileAskedFor(path: string, work: () => Promise<void>): Promise<Response[]> {
  const asking = { isOver: false };
  const clients = Array.from({ length: 8 }, async () => {
    const answers: Response[] = [];
    while (!asking.isOver) {
      const answer = await get(path);
      await answer.arrayBuffer();
      answers.push(answer);
    }
    return answers;
  });
  try {
    await work();
  } finally {
    asking.isOver = true;
  }
  return (await Promise.all(clients)).flat();
}

const unrelated = ["/api/v1/posts", "/api/v1/products", "/api/v1/auth/me", "/health/ready"];
const answered = async (): Promise<void> => {
  for (let round = 0; round < 10; round += 1) {
    for (const path of unrelated) expect([path, await statusOf(path)]).toEqual([path, 200]);
  }
};

const refusals = (answers: readonly Response[]): void => {
  for (const { status, headers } of answers) {
    expect(status).toBe(503);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  }
};

test("while a table is locked its reads are refused with a time to come back, and everything else is answered", async () => {
  await other`begin`;
  await other`lock table orders in access exclusive mode`;
  refusals(await whileAskedFor("/api/v1/orders", answered));
  await other`rollback`;
  await expect.poll(() => statusOf("/api/v1/orders"), patiently).toBe(200);
});

test("a migration that waits behind a dump holds up its own table alone", async () => {
  await other`begin`;
  await other`select count(*) from orders`;
  const migration = await server.database.sql.reserve();
  const altered = migration`alter table orders add column more int`.execute();
  const waits = async () =>
    (await other`select 1 from pg_locks where not granted and relation = 'orders'::regclass`).length;
  await expect.poll(waits, patiently).toBe(1);
  refusals(await whileAskedFor("/api/v1/orders", answered));
  await other`rollback`;
  await altered;
  migration.release();
  await expect.poll(() => statusOf("/api/v1/orders"), patiently).toBe(200);
});

test("a caller whose session cannot be read is refused; strangers and readiness are answered", async () => {
  await other`begin`;
  await other`lock table sessions in access exclusive mode`;
  // A session is remembered for less than a second.
  await expect.poll(() => statusOf("/api/v1/auth/me"), patiently).toBe(503);
  for (let round = 0; round < 10; round += 1) {
    expect((await fetch(`${server.url}/api/v1/products`)).status).toBe(200);
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  }
  await other`rollback`;
  await expect.poll(() => statusOf("/api/v1/auth/me"), patiently).toBe(200);
});
