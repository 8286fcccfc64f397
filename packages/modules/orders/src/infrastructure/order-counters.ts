import { minuteCounters, type Projection } from "@ashlar/spine";

/**
 * Figures of the shop by minute, split by currency: orders placed, and what was confirmed, with their sums.
 *
 * A confirmed order that is cancelled later stays in the figures of its minute: they tell what happened then.
 */
export const orderCounters: readonly Projection[] = [
  minuteCounters("orders.placed", ["order.placed"], ({ data: { total } }) => ({
    label: total.currency,
    amount: total.amountMinor,
  })),
  minuteCounters("orders.revenue", ["order.confirmed"], ({ data: { total } }) => ({
    label: total.currency,
    amount: total.amountMinor,
  })),
];
