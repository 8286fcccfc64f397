import type { Endpoint } from "./endpoint.ts";

/** The endpoint, taken up again with a clean record; the same value when it is enabled. */
export const enabled = (endpoint: Endpoint, at: Date): Endpoint =>
  endpoint.status === "enabled"
    ? endpoint
    : {
        ...endpoint,
        status: "enabled",
        disabledReason: null,
        failingSince: null,
        consecutiveFailures: 0,
        updatedAt: at,
      };
