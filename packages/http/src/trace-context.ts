import { randomFillSync } from "node:crypto";

const version00 = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
/** Of a later version the fields of version 00 are read, and whatever it adds behind them is not. */
const laterVersion =
  /^(?!00|ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;

/** Random bytes are drawn a page at a time; one `traceparent` takes 24. */
const pool = Buffer.allocUnsafe(24 * 128);
const state = { offset: pool.length };

/**
 * Keeps a valid `traceparent`, one of a later version as version 00; null for any other.
 *
 * @see W3C Trace Context, sections 3.2 and 4.
 */
export function validTraceparent(received: string | undefined): string | null {
  if (received === undefined || version00.test(received)) return received ?? null;
  const later = laterVersion.exec(received);
  if (later === null) return null;
  const [, place, flags = "00"] = later;
  // Of its flags only the one that says "recorded" is known to mean the same.
  return `00-${place}-0${Number.parseInt(flags, 16) & 1}`;
}

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
