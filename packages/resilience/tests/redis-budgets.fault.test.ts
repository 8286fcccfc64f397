import { randomUUID } from "node:crypto";
import type { Log } from "@ashlar/kernel";
import { startTcpProxy } from "@ashlar/testing";
import { expect, test } from "vitest";
import { openBudgets } from "../src/index.ts";
import { redisPort, redisWithinReach } from "./redis-within-reach.ts";

const hasRedis = await redisWithinReach();

const recorder = (): { readonly log: Log; readonly lines: string[] } => {
  const lines: string[] = [];
  const at = (level: string) => (_: unknown, message: string) => {
    lines.push(`${level} ${message}`);
  };
  return { lines, log: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") } };
};

test("without a Redis at start every call is still answered at once, and one warning says so", async () => {
  const { log, lines } = recorder();
  const store = await openBudgets({ redisUrl: "redis://127.0.0.1:1", log });
  const key = randomUUID();
  for (let call = 1; call <= 20; call += 1) expect((await store.spend(key, 60)).spent).toBe(call);
  await store.close();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("warn rate limits: Redis cannot be reached");
});

test.skipIf(!hasRedis)(
  "a Redis that vanishes costs no call, is missed once, and counts again when it is back",
  async () => {
    const { log, lines } = recorder();
    await using proxy = await startTcpProxy({ targetPort: redisPort });
    const store = await openBudgets({ redisUrl: `redis://127.0.0.1:${proxy.port}`, log });
    const key = randomUUID();
    expect((await store.spend(key, 60)).spent).toBe(1);

    proxy.freeze();
    // Nothing thaws it: they are answered by what they wait for at most.
    const frozen = await Promise.all(Array.from({ length: 50 }, () => store.spend(key, 60)));
    // This process counts for itself meanwhile, so the limits still hold here.
    expect(Math.max(...frozen.map(({ spent }) => spent))).toBe(50);

    proxy.cut();
    await expect.poll(async () => (await store.spend(randomUUID(), 60)).spent).toBe(1);
    proxy.thaw();
    await expect.poll(() => lines.at(-1), { timeout: 5_000 }).toContain("Redis is back");
    expect((await store.spend(key, 60)).spent).toBeGreaterThan(1);
    expect(lines.filter((line) => line.startsWith("warn"))).toHaveLength(1);
    await store.close();
  },
);

test.skipIf(!hasRedis)(
  "while Redis is frozen no call but those in flight when it froze waits for it, and the limits still hold",
  async () => {
    const { log, lines } = recorder();
    await using proxy = await startTcpProxy({ targetPort: redisPort });
    const store = await openBudgets({ redisUrl: `redis://127.0.0.1:${proxy.port}`, log });
    const key = randomUUID();
    await store.spend(key, 60);
    proxy.freeze();
    // If each waited for its 100 ms, these would take half an hour.
    const calls = 20_000;
    for (let call = 1; call < calls; call += 1) await store.spend(key, 60);
    expect((await store.spend(key, 60)).spent).toBe(calls);
    expect(lines).toHaveLength(1);
    proxy.thaw();
    await expect.poll(() => lines.at(-1), { timeout: 20_000 }).toContain("Redis is back");
    await expect
      .poll(async () => (await store.spend(key, 60)).spent, { timeout: 20_000 })
      .toBeLessThan(calls);
    await store.close();
  },
);
