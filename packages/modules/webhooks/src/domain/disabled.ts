import type { DisabledReason, Endpoint } from "./endpoint.ts";

/** The endpoint, given up; the same value when it is disabled already. */
export const disabled = (endpoint: Endpoint, reason: DisabledReason, at: Date): Endpoint =>
  endpoint.status === "disabled"
    ? endpoint
    : { ...endpoint, status: "disabled", disabledReason: reason, updatedAt: at };
