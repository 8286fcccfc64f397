import { expect, test } from "vitest";
import { absoluteEnd, expiryAfterUse, isRenewalDue, sessionLifetime } from "./session-lifetime.ts";

const createdAt = new Date("2026-01-01T00:00:00Z");
const after = (days: number): Date => new Date(createdAt.getTime() + days * 86_400_000);

test("moves the end of a session 30 days past its last use", () => {
  expect(expiryAfterUse(createdAt, after(10))).toEqual(after(40));
});

test("never moves the end of a session past 90 days", () => {
  expect(expiryAfterUse(createdAt, after(89))).toEqual(absoluteEnd(createdAt));
  expect(absoluteEnd(createdAt)).toEqual(after(90));
});

test("writes down a use once an hour and not sooner", () => {
  const times = { createdAt, lastSeenAt: createdAt };
  const at = (ms: number): Date => new Date(createdAt.getTime() + ms);
  expect(isRenewalDue(times, at(sessionLifetime.renewalMs - 1))).toBe(false);
  expect(isRenewalDue(times, at(sessionLifetime.renewalMs))).toBe(true);
});
