import { describe, expect, it } from "vitest";
import { attempted } from "./attempted.ts";
import type { Delivery } from "./delivery.ts";
import type { Failure, Outcome } from "./outcome.ts";
import { replayed } from "./replayed.ts";

const start = new Date("2026-01-01T00:00:00.000Z");
const made: Delivery = {
  id: "d",
  endpointId: "e",
  eventId: "v",
  eventType: "order.placed",
  status: "waiting",
  attempts: 0,
  nextAttemptAt: start,
  lastAttemptAt: null,
  lastStatus: null,
  lastFailure: null,
  lastDurationMs: null,
  deliveredAt: null,
  createdAt: start,
};
const failed = (failure: Failure | null, status: number | null = null, retryAfterMs = 0): Outcome => ({
  failure,
  status,
  retryAfterMs,
  durationMs: 3,
});
const noJitter = () => 0;

describe("a delivery after an attempt", () => {
  it("is tried ten times over the published schedule, then given up", () => {
    const waitsSeconds: number[] = [];
    let delivery = made;
    while (delivery.nextAttemptAt !== null) {
      const at = delivery.nextAttemptAt;
      delivery = attempted(delivery, failed("answered-error", 500), at, noJitter);
      if (delivery.nextAttemptAt)
        waitsSeconds.push((delivery.nextAttemptAt.getTime() - at.getTime()) / 1_000);
    }
    const hours = [2, 5, 10, 14, 20, 24].map((hour) => hour * 3_600);
    expect(waitsSeconds).toEqual([5, 300, 1_800, ...hours]);
    expect(delivery).toMatchObject({ status: "failed", attempts: 10, lastStatus: 500 });
  });

  it("waits at most a tenth longer than the schedule says", () => {
    const { nextAttemptAt } = attempted(made, failed("timed-out"), start, () => 0.999_999);
    expect(nextAttemptAt?.getTime()).toBeGreaterThan(start.getTime() + 5_400);
    expect(nextAttemptAt?.getTime()).toBeLessThanOrEqual(start.getTime() + 5_500);
  });

  it.each([
    ["shorter than the schedule's", 1_000, 5_000],
    ["longer than the schedule's", 900_000, 900_000],
    ["longer than any of the schedule", 30 * 86_400_000, 86_400_000],
  ])("keeps a wait that the endpoint asks for: %s", (_what, askedMs, waitMs) => {
    const { nextAttemptAt } = attempted(made, failed("answered-error", 503, askedMs), start, noJitter);
    expect(nextAttemptAt?.getTime()).toBe(start.getTime() + waitMs);
  });

  it("is delivered by any success, and a replay keeps when that was", () => {
    const delivered = attempted(made, failed(null, 204), start, noJitter);
    expect(delivered).toMatchObject({ status: "delivered", nextAttemptAt: null, deliveredAt: start });
    const later = new Date(start.getTime() + 1_000);
    const again = replayed(delivered, later);
    expect(again).toMatchObject({ status: "waiting", attempts: 0, nextAttemptAt: later });
    expect(attempted(again, failed(null, 200), later, noJitter).deliveredAt).toEqual(start);
  });

  it("is given up at once when the endpoint is gone", () => {
    expect(attempted(made, failed("gone", 410), start, noJitter)).toMatchObject({
      status: "failed",
      attempts: 1,
      nextAttemptAt: null,
    });
  });
});
