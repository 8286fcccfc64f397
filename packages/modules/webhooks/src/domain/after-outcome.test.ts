import { describe, expect, it } from "vitest";
import { afterOutcome } from "./after-outcome.ts";
import { edited } from "./edited.ts";
import { enabled } from "./enabled.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Outcome } from "./outcome.ts";

const start = new Date("2026-01-01T00:00:00.000Z");
const dayMs = 24 * 3_600_000;
const after = (days: number) => new Date(start.getTime() + days * dayMs);
const healthy: Endpoint = {
  id: "e",
  url: "https://example.com/hook",
  description: "",
  eventTypes: ["order.placed"],
  status: "enabled",
  disabledReason: null,
  failingSince: null,
  consecutiveFailures: 0,
  formerSecretUntil: null,
  createdAt: start,
  updatedAt: start,
};
const ok: Outcome = { failure: null, status: 200, durationMs: 1, retryAfterMs: 0 };
const bad: Outcome = { failure: "not-reachable", status: null, durationMs: 1, retryAfterMs: 0 };
const failures = (endpoint: Endpoint, count: number, at: Date): Endpoint =>
  Array.from({ length: count }).reduce<Endpoint>((before) => afterOutcome(before, bad, at), endpoint);

describe("an endpoint after an attempt", () => {
  it("is the same value after a success, and has a clean record after the first in a while", () => {
    expect(afterOutcome(healthy, ok, start)).toBe(healthy);
    expect(afterOutcome(failures(healthy, 3, start), ok, after(1))).toEqual(healthy);
  });

  it("fails since its first failure", () => {
    const failing = afterOutcome(failures(healthy, 1, start), bad, after(1));
    expect(failing).toMatchObject({ failingSince: start, consecutiveFailures: 2, status: "enabled" });
  });

  it.each([
    ["five days and ten failures disable it", 9, 5, "disabled"],
    ["a moment less than five days does not", 9, 4.999, "enabled"],
    ["nine failures do not, however long", 8, 50, "enabled"],
  ])("%s", (_what, before, days, status) => {
    expect(afterOutcome(failures(healthy, before, start), bad, after(days)).status).toBe(status);
  });

  it("is disabled at once when it says that it is gone", () => {
    const gone = afterOutcome(
      healthy,
      { failure: "gone", status: 410, durationMs: 1, retryAfterMs: 0 },
      start,
    );
    expect(gone).toMatchObject({ status: "disabled", disabledReason: "gone" });
    expect(enabled(gone, after(1))).toEqual({ ...healthy, updatedAt: after(1) });
  });

  it("has not failed yet at a new address, and keeps its record under a new description", () => {
    const failing = failures(healthy, 3, start);
    expect(edited(failing, { url: "https://example.org/" }, after(1))).toMatchObject({
      failingSince: null,
      consecutiveFailures: 0,
    });
    expect(edited(failing, { description: "x" }, after(1))).toMatchObject({ consecutiveFailures: 3 });
    expect(edited(failing, { description: "", url: failing.url }, after(1))).toBe(failing);
  });
});
