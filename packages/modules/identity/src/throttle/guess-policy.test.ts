import { expect, test } from "vitest";
import {
  type GuessCounts,
  guessDelayMs,
  guessPolicy,
  judgedGuess,
  noGuesses,
  rightGuess,
} from "./guess-policy.ts";

const start = new Date("2026-01-01T00:00:00.000Z");
const after = (ms: number): Date => new Date(start.getTime() + ms);
const none: GuessCounts = { pair: noGuesses(start), account: noGuesses(start), address: noGuesses(start) };

const admitted = (counts: GuessCounts, at: Date): GuessCounts => {
  const verdict = judgedGuess(counts, at);
  if (!verdict.isAdmitted) throw new Error(`Refused for ${verdict.waitMs} ms.`);
  return verdict.counts;
};

test("lets five wrong guesses pass, then doubles the waiting up to fifteen minutes", () => {
  expect([0, 1, 4, 5, 6, 7, 14, 15, 60].map(guessDelayMs)).toEqual([
    0, 0, 0, 1_000, 2_000, 4_000, 512_000, 900_000, 900_000,
  ]);
});

test("refuses a guess before its time, says when that is, and admits it then", () => {
  let counts = none;
  for (let guess = 0; guess < 5; guess += 1) counts = admitted(counts, start);
  expect(judgedGuess(counts, after(400))).toEqual({ isAdmitted: false, waitMs: 600 });
  expect(admitted(counts, after(1_000)).pair.failures).toBe(6);
});

test("forgets the guesses of a pair after a quiet day, but not that the account knows the address", () => {
  const knownUntil = after(guessPolicy.knownMs);
  const pair = { failures: 30, since: start, blockedUntil: after(900_000), knownUntil };
  const next = admitted({ ...none, pair }, after(guessPolicy.pairMemoryMs));
  expect(next.pair).toMatchObject({ failures: 1, blockedUntil: null, knownUntil });
});

test("closes an account that everybody guesses at to strangers, for an hour, and never to its owner", () => {
  const full = { ...noGuesses(start), failures: guessPolicy.accountGuesses };
  expect(judgedGuess({ ...none, account: full }, after(60_000))).toEqual({
    isAdmitted: false,
    waitMs: guessPolicy.windowMs - 60_000,
  });
  const known = { ...noGuesses(start), knownUntil: after(guessPolicy.knownMs) };
  expect(judgedGuess({ ...none, account: full, pair: known }, start).isAdmitted).toBe(true);
  expect(judgedGuess({ ...none, account: full }, after(guessPolicy.windowMs)).isAdmitted).toBe(true);
});

test("closes accounts that do not know an address to one that tries them all", () => {
  const full = { ...noGuesses(start), failures: guessPolicy.addressGuesses };
  const known = { ...noGuesses(start), knownUntil: after(1) };
  expect(judgedGuess({ ...none, address: full }, start).isAdmitted).toBe(false);
  expect(judgedGuess({ ...none, address: full, pair: known }, start).isAdmitted).toBe(true);
  expect(judgedGuess({ ...none, address: full, pair: known }, after(1)).isAdmitted).toBe(false);
});

test("takes a right guess back from every count and remembers the address", () => {
  const right = rightGuess(admitted(admitted(none, start), start), start);
  expect(right.pair).toEqual({ ...noGuesses(start), knownUntil: after(guessPolicy.knownMs) });
  expect([right.account.failures, right.address.failures]).toEqual([1, 1]);
});
