import type { Delivery } from "./delivery.ts";

/** The delivery, due now and with all its attempts before it. */
export const replayed = (delivery: Delivery, at: Date): Delivery => ({
  ...delivery,
  status: "waiting",
  attempts: 0,
  nextAttemptAt: at,
});
