import { randomFillSync } from "node:crypto";

const version00 = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Random bytes are drawn a page at a time; one `traceparent` takes 24. */
const pool = Buffer.allocUnsafe(24 * 128);
const state = { offset: pool.length };

/**
 * Keeps a valid `traceparent`; null for any other.
 *
 * @see W3C Trace Context, section 3.2.
 */
export const validTraceparent = (received: string | undefined): string | null =>
  received !== undefined && version00.test(received) ? received : null;

/** Starts a trace that others may record. */
export function newTraceparent(): string {
  if (state.offset === pool.length) {
    randomFillSync(pool);
    state.offset = 0;
  }
  const random = pool.toString("hex", state.offset, state.offset + 24);
  state.offset += 24;
  return `00-${random.slice(0, 32)}-${random.slice(32)}-01`;
}

/** The same place in the same trace, told to be recorded by nobody behind this. */
export const unrecorded = (traceparent: string): string => `${traceparent.slice(0, 53)}00`;
