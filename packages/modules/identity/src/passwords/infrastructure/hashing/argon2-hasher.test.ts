import { inRequestScope, Unavailable } from "@ashlar/kernel";
import { expect, test } from "vitest";
import { argon2Hasher } from "./argon2-hasher.ts";

const cheap = { memoryKiB: 64, passes: 1 };
const password = "violet harbour mango 71";

test("makes Argon2id hashes of 19 MiB and two passes, each with a salt of its own", async () => {
  const hasher = argon2Hasher();
  const [first, second] = await Promise.all([hasher.hash(password), hasher.hash(password)]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(first).not.toBe(second);
  expect(await hasher.verify(first, password)).toEqual({ isMatch: true, isOutdated: false });
  expect(await hasher.verify(first, `${password} `)).toEqual({ isMatch: false, isOutdated: false });
});

test("tells that a hash was made with other parameters", async () => {
  const old = await argon2Hasher({ ...cheap, passes: 2 }).hash(password);
  expect(await argon2Hasher(cheap).verify(old, password)).toEqual({ isMatch: true, isOutdated: true });
});

test("compares passwords after NFKC", async () => {
  const hasher = argon2Hasher(cheap);
  const made = await hasher.hash("Å ﬁne café ①②③④⑤⑥");
  expect(await hasher.verify(made, "A\u030a fine cafe\u0301 123456")).toMatchObject({ isMatch: true });
});

test("takes as long for an account that does not exist as for one that does", async () => {
  const hasher = argon2Hasher();
  const made = await hasher.hash(password);
  const timesMs: { readonly known: number[]; readonly unknown: number[] } = { known: [], unknown: [] };
  const ratio = (): number => Math.min(...timesMs.unknown) / Math.min(...timesMs.known);
  const isAlike = (): boolean => ratio() > 0.6 && ratio() < 1.7;
  // The shortest times are the work itself; on a busy machine it takes more rounds to see them.
  for (let round = 0; round < 22 || (round < 200 && !isAlike()); round += 1) {
    const kind = round % 2 === 0 ? "known" : "unknown";
    const startedMs = performance.now();
    await hasher.verify(kind === "known" ? made : null, "a wrong password, long");
    timesMs[kind].push(performance.now() - startedMs);
  }
  expect(ratio()).toBeGreaterThan(0.6);
  expect(ratio()).toBeLessThan(1.7);
});

test("never matches where there is no account", async () => {
  const verdict = { isMatch: false, isOutdated: false };
  expect(await argon2Hasher(cheap).verify(null, "")).toEqual(verdict);
});

test("refuses at once when too many wait, and serves those who wait", async () => {
  const hasher = argon2Hasher({ ...cheap, queueLimit: 2 });
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => hasher.hash(password)));
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused).toHaveLength(3);
  for (const { reason } of refused) expect(reason).toBeInstanceOf(Unavailable);
});

test("does no work for a request that has ended while it waited", async () => {
  const hasher = argon2Hasher(cheap);
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const scope = { requestId: "r", traceparent: "", signal: AbortSignal.abort(), log };
  await expect(inRequestScope(scope, () => hasher.hash(password))).rejects.toBeInstanceOf(Unavailable);
});

test("leaves the event loop free while it hashes", async () => {
  const hasher = argon2Hasher();
  const hashes = Promise.all(Array.from({ length: 6 }, () => hasher.hash(password)));
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  }, 2);
  await hashes;
  clearInterval(counting);
  expect(turns).toBeGreaterThan(5);
});
