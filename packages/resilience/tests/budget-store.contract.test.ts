import { randomUUID } from "node:crypto";
import { silentLog } from "@ashlar/testing";
import { afterAll, describe, expect, test } from "vitest";
import { type BudgetStore, openBudgets } from "../src/index.ts";
import { redisPort, redisWithinReach } from "./redis-within-reach.ts";

const stores: readonly (readonly [string, string | undefined])[] = [
  ["memory", undefined],
  ["redis", `redis://127.0.0.1:${redisPort}`],
];
const hasRedis = await redisWithinReach();

describe.each(stores)("budgets in %s", (name, redisUrl) => {
  if (name === "redis" && !hasRedis) {
    test.skip(`no Redis on 127.0.0.1:${redisPort}`);
    return;
  }
  const opened: BudgetStore[] = [];
  const open = async (): Promise<BudgetStore> => {
    const store = await openBudgets({ redisUrl, log: silentLog });
    opened.push(store);
    return store;
  };
  afterAll(() => Promise.all(opened.map((store) => store.close())));

  test("count every spending of a key once, concurrent ones too", async () => {
    const store = await open();
    const key = randomUUID();
    const spendings = await Promise.all(Array.from({ length: 50 }, () => store.spend(key, 60)));
    expect(spendings.map(({ spent }) => spent).sort((left, right) => left - right)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
  });

  test("keep keys, and windows of different length, apart", async () => {
    const store = await open();
    const key = randomUUID();
    await store.spend(key, 60);
    expect((await store.spend(randomUUID(), 60)).spent).toBe(1);
    expect((await store.spend(key, 30)).spent).toBe(1);
    expect((await store.spend(key, 60)).spent).toBe(2);
  });

  test("end a window at its own time, which later spendings do not move", async () => {
    const store = await open();
    const key = randomUUID();
    const first = await store.spend(key, 1);
    expect(first.resetMs).toBeGreaterThan(0);
    expect(first.resetMs).toBeLessThanOrEqual(1_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const second = await store.spend(key, 1);
    expect(second.spent).toBe(2);
    expect(second.resetMs).toBeLessThanOrEqual(first.resetMs - 250);
    await expect.poll(async () => (await store.spend(key, 1)).spent, { interval: 50 }).toBe(1);
  });
});
