import { afterAll, beforeAll, expect, test } from "vitest";
import { countedWork } from "./counted-work.ts";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";
import { totpAt } from "./totp-app.ts";

const { work, hashes } = countedWork();
let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness({ passwordWork: work });
});
afterAll(() => identity[Symbol.asyncDispose]());

const login = (email: string, given: string, address: string) =>
  identity.call("auth.login", { email, password: given }, null, address);
const wrong = (email: string, address: string) => login(email, "not the password at all", address);
const refused = { code: "INVALID_CREDENTIALS" };
const limited = (retryAfterSeconds: number) => ({ code: "RATE_LIMITED", details: { retryAfterSeconds } });

test("makes a guesser wait twice as long after each guess past the fifth, and then lets the right password in", async () => {
  await identity.register("guessed@example.com");
  for (let guess = 0; guess < 5; guess += 1) {
    await expect(wrong("guessed@example.com", "198.51.100.1")).rejects.toMatchObject(refused);
  }
  for (const seconds of [1, 2, 4, 8]) {
    await expect(login("guessed@example.com", password, "198.51.100.1")).rejects.toMatchObject(
      limited(seconds),
    );
    identity.clock.advance(seconds * 1_000);
    if (seconds < 8)
      await expect(wrong("guessed@example.com", "198.51.100.1")).rejects.toMatchObject(refused);
  }
  expect(await login("guessed@example.com", password, "198.51.100.1")).toBeDefined();
  await expect(wrong("guessed@example.com", "198.51.100.1")).rejects.toMatchObject(refused);
});

test("refuses guesses at an unknown email as those at a known one", async () => {
  for (let guess = 0; guess < 5; guess += 1) {
    await expect(wrong("nobody@example.com", "198.51.100.2")).rejects.toMatchObject(refused);
  }
  await expect(wrong("nobody@example.com", "198.51.100.2")).rejects.toMatchObject(limited(1));
});

test("counts guesses that are made at once", async () => {
  await identity.register("burst@example.com");
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () => wrong("burst@example.com", "198.51.100.3")),
  );
  const codes = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.code : "in"));
  expect(codes.filter((code) => code === "INVALID_CREDENTIALS")).toHaveLength(5);
  expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(15);
});

test("closes an account to strangers whom a thousand addresses guess at, and never to its owner", async () => {
  await identity.register("victim@example.com");
  const home = "203.0.113.9";
  expect(await login("victim@example.com", password, home)).toBeDefined();
  for (let guess = 0; guess < 99; guess += 1) {
    await expect(wrong("victim@example.com", `10.1.0.${guess}`)).rejects.toMatchObject(refused);
  }
  await expect(wrong("victim@example.com", "10.1.1.1")).rejects.toMatchObject(refused);
  await expect(wrong("victim@example.com", "10.1.1.2")).rejects.toMatchObject(limited(3_600));
  await expect(login("victim@example.com", password, "10.1.1.3")).rejects.toMatchObject(limited(3_600));
  expect(await login("victim@example.com", password, home)).toBeDefined();
  identity.clock.advance(3_600_000);
  expect(await login("victim@example.com", password, "10.1.1.3")).toBeDefined();
});

test("an owner under attack gets in from where they registered, and from where they open a mailed link", async () => {
  const owner = "attacked@example.com";
  await identity.register(owner);
  for (let guess = 0; guess < 100; guess += 1) {
    await expect(wrong(owner, `10.2.0.${guess}`)).rejects.toMatchObject(refused);
  }
  expect(await login(owner, password, "192.0.2.7")).toBeDefined();

  const hotel = "203.0.113.44";
  await expect(login(owner, password, hotel)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  await identity.call("auth.requestPasswordReset", { email: owner });
  await identity.settle();
  const { token } = Object(identity.mails.findLast(({ template }) => template === "reset-password"));
  const newPassword = "another long mango 82";
  await identity.call("auth.resetPassword", { token, newPassword }, null, hotel);
  expect(await login(owner, newPassword, hotel)).toBeDefined();
  await expect(login(owner, newPassword, "203.0.113.45")).rejects.toMatchObject({ code: "RATE_LIMITED" });
});

test("closes what it does not know to an address that tries one password everywhere", async () => {
  await identity.register("neighbour@example.com");
  const office = "2001:db8:1:2::7";
  expect(await login("neighbour@example.com", password, office)).toBeDefined();
  for (let guess = 0; guess < 200; guess += 1) {
    await expect(
      wrong(`spray-${guess}@example.com`, `2001:db8:1:2::${guess.toString(16)}`),
    ).rejects.toMatchObject(refused);
  }
  await expect(wrong("another@example.com", "2001:db8:1:2::ffff")).rejects.toMatchObject({
    code: "RATE_LIMITED",
  });
  expect(await login("neighbour@example.com", password, office)).toBeDefined();
});

test("does not let the right password buy more guesses at the code", async () => {
  const actor = await identity.actorWith("coded@example.com");
  const { secret } = Object(await identity.call("auth.secondFactor.enrol", undefined, actor));
  await identity.call("auth.secondFactor.confirm", { code: totpAt(secret, identity.clock.now()) }, actor);
  const guess = (code?: string) =>
    identity.call(
      "auth.login",
      { email: "coded@example.com", password, ...(code && { code }) },
      null,
      "198.51.100.5",
    );
  for (const code of ["000000", "000001"]) {
    await expect(guess(code)).rejects.toMatchObject(refused);
    await expect(guess()).rejects.toMatchObject({ code: "SECOND_FACTOR_REQUIRED" });
  }
  await expect(guess("000002")).rejects.toMatchObject(refused);
  await expect(guess()).rejects.toMatchObject({ code: "RATE_LIMITED" });
});

test("refuses before any password is hashed", async () => {
  for (let guess = 0; guess < 5; guess += 1) {
    await wrong("cheap@example.com", "198.51.100.6").catch(() => undefined);
  }
  const before = hashes();
  expect(before).toBeGreaterThan(0);
  for (let guess = 0; guess < 10; guess += 1) {
    await wrong("cheap@example.com", "198.51.100.6").catch(() => undefined);
  }
  expect(hashes()).toBe(before);
});

test("keeps neither emails nor addresses", async () => {
  const rows = await identity.database.sql`select key from guess_counts`;
  for (const { key } of rows) expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
});
