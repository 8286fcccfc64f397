import { expect, test } from "vitest";
import { attempted, begun, isSameRequest, type Payment, settled, voidedInAdvance } from "./payment.ts";
import { sandboxPlan } from "./sandbox-plan.ts";

const now = new Date("2026-01-01T00:00:00.000Z");
const after = (durationMs: number): Date => new Date(now.getTime() + durationMs);
const request = { amount: { amountMinor: 1_000, currency: "EUR" }, tokenHash: "h" };
const asked = (token: string): Payment => begun("r", request, sandboxPlan(token, 5_000), now);

const again = (payment: Payment): Payment =>
  payment.status === "processing" ? attempted(payment, now) : payment;

test.each([
  ["tok_ok", "authorised"],
  ["tok_declined", "declined"],
  ["tok_unheard_of", "declined"],
  ["tok_flaky", "processing"],
  ["tok_timeout", "processing"],
])("%s begins %s", (token, status) => {
  expect(asked(token).status).toBe(status);
});

test("tok_flaky fails twice, then is authorised", () => {
  const first = again(asked("tok_flaky"));
  const second = again(first);
  expect([first.status, second.status, again(second).status]).toEqual([
    "processing",
    "processing",
    "authorised",
  ]);
});

test("tok_timeout is authorised when its time has come, asked again or not", () => {
  const payment = asked("tok_timeout");
  expect(settled(payment, after(4_999)).status).toBe("processing");
  expect(again(payment).status).toBe("processing");
  expect(settled(payment, after(5_000))).toMatchObject({ status: "authorised", changedAt: after(5_000) });
});

test("the same request is the same amount, currency and token; nobody asked for what was voided in advance", () => {
  const payment = asked("tok_ok");
  expect(isSameRequest(payment, request.amount, "h")).toBe(true);
  expect(isSameRequest(payment, request.amount, "other")).toBe(false);
  expect(isSameRequest(payment, { ...request.amount, amountMinor: 999 }, "h")).toBe(false);
  expect(isSameRequest(payment, { ...request.amount, currency: "USD" }, "h")).toBe(false);
  expect(isSameRequest(voidedInAdvance("r", now), request.amount, "h")).toBe(false);
});
