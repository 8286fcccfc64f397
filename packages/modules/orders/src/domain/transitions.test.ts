import { describe, expect, it } from "vitest";
import { cancelled } from "./cancelled.ts";
import { fulfilled } from "./fulfilled.ts";
import type { Order, OrderStatus } from "./order.ts";
import { type PaymentOutcome, settled } from "./settled.ts";

const order = (status: OrderStatus): Order => ({
  id: "o",
  buyerId: "b",
  status,
  items: [],
  total: { amountMinor: 1, currency: "EUR" },
  reason: null,
  placedAt: new Date(0),
  updatedAt: new Date(0),
});
const later = new Date(1);
const authorised: PaymentOutcome = { outcome: "authorised" };
const refused: PaymentOutcome = { outcome: "refused", reason: "Declined." };
const unknown: PaymentOutcome = { outcome: "unknown", reason: "No answer." };

describe("a payment's outcome", () => {
  it("confirms a pending order, or fails it with the reason", () => {
    expect(settled(order("pending"), authorised, later)).toEqual({
      step: "confirm",
      order: { ...order("confirmed"), updatedAt: later },
    });
    expect(settled(order("pending"), refused, later)).toEqual({
      step: "fail",
      order: { ...order("payment_failed"), reason: "Declined.", updatedAt: later },
      voidsPayment: false,
    });
  });

  it("that nobody knows fails the order and voids what may be held", () => {
    expect(settled(order("pending"), unknown, later)).toMatchObject({ step: "fail", voidsPayment: true });
  });

  it.each(["cancelled", "payment_failed"] as const)(
    "gives back money held for an order that is %s",
    (status) => {
      expect(settled(order(status), authorised, later)).toEqual({ step: "void" });
      expect(settled(order(status), refused, later)).toEqual({ step: "nothing" });
      expect(settled(order(status), unknown, later)).toEqual({ step: "nothing" });
    },
  );

  it.each(["confirmed", "fulfilled"] as const)(
    "told again to an order that is %s changes nothing",
    (status) => {
      for (const outcome of [authorised, refused, unknown]) {
        expect(settled(order(status), outcome, later)).toEqual({ step: "nothing" });
      }
    },
  );
});

describe("cancelling", () => {
  it.each(["pending", "confirmed"] as const)("ends an order that is %s", (status) => {
    const next = { ...order("cancelled"), reason: "Changed my mind.", updatedAt: later };
    expect(cancelled(order(status), "Changed my mind.", later)).toEqual(next);
  });

  it("again is the same value: the first reason stays", () => {
    const once = cancelled(order("pending"), "First.", later);
    expect(cancelled(once, "Second.", new Date(2))).toBe(once);
  });

  it.each(["payment_failed", "fulfilled"] as const)("is refused when the order is %s", (status) => {
    expect(() => cancelled(order(status), "Late.", later)).toThrow(
      expect.objectContaining({ code: "ORDER_NOT_CANCELLABLE", details: { orderId: "o", status } }),
    );
  });
});

describe("fulfilling", () => {
  it("is for confirmed orders alone, and again is the same value", () => {
    const once = fulfilled(order("confirmed"), later);
    expect(once).toEqual({ ...order("fulfilled"), updatedAt: later });
    expect(fulfilled(once, new Date(2))).toBe(once);
  });

  it.each(["pending", "payment_failed", "cancelled"] as const)(
    "is refused when the order is %s",
    (status) => {
      expect(() => fulfilled(order(status), later)).toThrow(
        expect.objectContaining({ code: "ORDER_NOT_FULFILLABLE", details: { orderId: "o", status } }),
      );
    },
  );
});
