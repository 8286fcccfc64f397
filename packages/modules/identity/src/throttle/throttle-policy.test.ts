import { expect, test } from "vitest";
import {
  type AttemptCounts,
  afterSuccess,
  attemptDelayMs,
  decide,
  noAttempts,
  throttlePolicy,
} from "./throttle-policy.ts";

const start = new Date("2026-01-01T00:00:00.000Z");
const after = (ms: number): Date => new Date(start.getTime() + ms);
const none: AttemptCounts = {
  pair: noAttempts(start),
  account: noAttempts(start),
  address: noAttempts(start),
};

const admitted = (counts: AttemptCounts, at: Date): AttemptCounts => {
  const verdict = decide(counts, at);
  if (!verdict.isAdmitted) throw new Error(`Refused for ${verdict.waitMs} ms.`);
  return verdict.counts;
};

test("lets five wrong guesses pass, then doubles the waiting up to fifteen minutes", () => {
  expect([0, 1, 4, 5, 6, 7, 14, 15, 60].map(attemptDelayMs)).toEqual([
    0, 0, 0, 1_000, 2_000, 4_000, 512_000, 900_000, 900_000,
  ]);
});

test("refuses a guess before its time, says when that is, and admits it then", () => {
  let counts = none;
  for (let attempt = 0; attempt < 5; attempt += 1) counts = admitted(counts, start);
  expect(decide(counts, after(400))).toEqual({ isAdmitted: false, waitMs: 600 });
  expect(admitted(counts, after(1_000)).pair.failures).toBe(6);
});

test("forgets the guesses of a pair after a quiet day, but not that the account knows the address", () => {
  const knownUntil = after(throttlePolicy.knownMs);
  const pair = { failures: 30, since: start, blockedUntil: after(900_000), knownUntil };
  const next = admitted({ ...none, pair }, after(throttlePolicy.pairMemoryMs));
  expect(next.pair).toMatchObject({ failures: 1, blockedUntil: null, knownUntil });
});

test("closes an account that everybody guesses at to strangers, for an hour, and never to its owner", () => {
  const full = { ...noAttempts(start), failures: throttlePolicy.accountGuesses };
  expect(decide({ ...none, account: full }, after(60_000))).toEqual({
    isAdmitted: false,
    waitMs: throttlePolicy.windowMs - 60_000,
  });
  const known = { ...noAttempts(start), knownUntil: after(throttlePolicy.knownMs) };
  expect(decide({ ...none, account: full, pair: known }, start).isAdmitted).toBe(true);
  expect(decide({ ...none, account: full }, after(throttlePolicy.windowMs)).isAdmitted).toBe(true);
});

test("closes accounts that do not know an address to one that tries them all", () => {
  const full = { ...noAttempts(start), failures: throttlePolicy.addressGuesses };
  const known = { ...noAttempts(start), knownUntil: after(1) };
  expect(decide({ ...none, address: full }, start).isAdmitted).toBe(false);
  expect(decide({ ...none, address: full, pair: known }, start).isAdmitted).toBe(true);
  expect(decide({ ...none, address: full, pair: known }, after(1)).isAdmitted).toBe(false);
});

test("takes a right guess back from every count and remembers the address", () => {
  const right = afterSuccess(admitted(admitted(none, start), start), start);
  expect(right.pair).toEqual({ ...noAttempts(start), knownUntil: after(throttlePolicy.knownMs) });
  expect([right.account.failures, right.address.failures]).toEqual([1, 1]);
});
