/** Why an attempt did not succeed. */
export type Failure =
  | "address-refused"
  | "name-not-resolved"
  | "not-reachable"
  | "tls-refused"
  | "timed-out"
  | "redirected"
  | "answered-error"
  | "gone";

/** How one attempt at a delivery ended. */
export type Outcome = {
  /** Null for a success: any 2xx in time, whatever becomes of the body. */
  readonly failure: Failure | null;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  readonly durationMs: number;
  /** The wait that the endpoint asked for in `Retry-After`; 0 when it asked for none. */
  readonly retryAfterMs: number;
};
