import type { Actor } from "@ashlar/kernel";
import { expect, test } from "vitest";
import { type LiveSession, sessionCache } from "./session-cache.ts";

const actor = (userId: string, sessionId: string): Actor => ({
  userId,
  sessionId,
  roles: ["customer"],
  permissions: new Set(),
  via: "session",
});

/** A cache over sessions `token → user`, whose loads end when told and whose clocks move when told. */
function bench(maximumEntries = 10_000) {
  const loads: { readonly token: string; readonly end: (live?: LiveSession | null | Error) => void }[] = [];
  const time = { monotonicMs: 0, now: new Date("2026-01-01T00:00:00Z") };
  const cache = sessionCache({
    load: (token) =>
      new Promise((resolve, reject) => {
        const live = {
          actor: actor(`user of ${token}`, `id of ${token}`),
          expiresAt: new Date("2026-02-01"),
        };
        loads.push({
          token,
          end: (outcome = live) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)),
        });
      }),
    clock: { now: () => time.now },
    monotonicMs: () => time.monotonicMs,
    maximumEntries,
  });
  const load = async (token: string): Promise<void> => {
    const answer = cache.resolve(token);
    loads.at(-1)?.end();
    await answer;
  };
  return { cache, loads, time, load };
}

test("loads once for all who ask while it loads, and not again until 900 ms after it began", async () => {
  const { cache, loads, time } = bench();
  const answers = Promise.all([cache.resolve("a"), cache.resolve("a"), cache.resolve("a")]);
  time.monotonicMs = 500;
  loads[0]?.end();
  expect(new Set(await answers).size).toBe(1);
  time.monotonicMs = 899;
  expect(await cache.resolve("a")).toMatchObject({ userId: "user of a" });
  expect(loads).toHaveLength(1);
  time.monotonicMs = 900;
  const reloaded = cache.resolve("a");
  expect(loads).toHaveLength(2);
  loads[1]?.end(null);
  expect(await reloaded).toBeNull();
});

test("answers a hit with the same promise: nothing is made for it", async () => {
  const { cache, load } = bench();
  await load("a");
  expect(cache.resolve("a")).toBe(cache.resolve("a"));
});

test("does not share a load that has taken 900 ms: what it will answer may be too old", () => {
  const { cache, loads, time } = bench();
  void cache.resolve("a");
  time.monotonicMs = 900;
  void cache.resolve("a");
  expect(loads).toHaveLength(2);
});

test("forgets one session, or all of one user, and no other", async () => {
  const { cache, loads, load } = bench();
  for (const token of ["a", "b", "c"]) await load(token);
  cache.forget({ kind: "session", id: "id of a" });
  cache.forget({ kind: "user", id: "user of b" });
  void cache.resolve("c");
  expect(loads).toHaveLength(3);
  void cache.resolve("a");
  void cache.resolve("b");
  expect(loads).toHaveLength(5);
});

test("neither remembers nor shares a load that a change has overtaken", async () => {
  const { cache, loads } = bench();
  const before = cache.resolve("a");
  cache.forget({ kind: "session", id: "id of a" });
  const after = cache.resolve("a");
  expect(loads).toHaveLength(2);
  loads[1]?.end(null);
  loads[0]?.end();
  expect(await before).not.toBeNull();
  expect(await after).toBeNull();
  const later = cache.resolve("a");
  loads[2]?.end(null);
  expect(await later).toBeNull();
});

test("does not remember nobody, nor a failure", async () => {
  const { cache, loads } = bench();
  const nobody = cache.resolve("a");
  loads[0]?.end(null);
  expect(await nobody).toBeNull();
  const failing = cache.resolve("a");
  loads[1]?.end(new Error("down"));
  await expect(failing).rejects.toThrow("down");
  void cache.resolve("a");
  expect(loads).toHaveLength(3);
});

test("refuses to answer from memory once the session has expired", async () => {
  const { cache, loads, load, time } = bench();
  await load("a");
  time.now = new Date("2026-02-01");
  void cache.resolve("a");
  expect(loads).toHaveLength(2);
});

test("holds at most so many, the newest", async () => {
  const { cache, loads, load } = bench(2);
  for (const token of ["a", "b", "c"]) await load(token);
  void cache.resolve("b");
  void cache.resolve("c");
  expect(loads).toHaveLength(3);
  void cache.resolve("a");
  expect(loads).toHaveLength(4);
});
