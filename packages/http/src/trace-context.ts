import { randomFillSync } from "node:crypto";

const version00 = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Random bytes are drawn a page at a time; one `traceparent` takes 24. */
const pool = Buffer.allocUnsafe(24 * 128);
const state = { offset: pool.length };

/**
 * Keeps a valid `traceparent`, or starts a trace.
 *
 * @see W3C Trace Context, section 3.2.
 */
export function traceparentOf(received: string | undefined): string {
  if (received !== undefined && version00.test(received)) return received;
  if (state.offset === pool.length) {
    randomFillSync(pool);
    state.offset = 0;
  }
  const random = pool.toString("hex", state.offset, state.offset + 24);
  state.offset += 24;
  return `00-${random.slice(0, 32)}-${random.slice(32)}-01`;
}
