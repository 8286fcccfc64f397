import { randomFillSync } from "node:crypto";

/** Random bytes are drawn a page at a time: one system call for 400 ids. */
const pool = new Uint8Array(4000);
const state = { offset: pool.length, lastMs: 0, sequence: 0 };

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const byteHex = (byte: number): string => hex[byte & 0xff] ?? "";

/**
 * Makes a UUID version 7: 48 bits of Unix milliseconds, a 12-bit counter, 62 random bits.
 *
 * Ids made by one process are strictly increasing, also within a millisecond and when the clock steps back.
 *
 * @see RFC 9562, sections 5.7 and 6.2 (method 1).
 */
export function uuidV7(nowMs: number = Date.now()): string {
  if (nowMs > state.lastMs) {
    state.lastMs = nowMs;
    state.sequence = 0;
  } else if (state.sequence === 0xfff) {
    state.lastMs += 1;
    state.sequence = 0;
  } else {
    state.sequence += 1;
  }
  if (state.offset + 8 > pool.length) {
    randomFillSync(pool);
    state.offset = 0;
  }
  const time = state.lastMs.toString(16).padStart(12, "0");
  const counter = state.sequence.toString(16).padStart(3, "0");
  const at = state.offset;
  state.offset += 8;
  let random = byteHex(((pool[at] ?? 0) & 0x3f) | 0x80) + byteHex(pool[at + 1] ?? 0);
  random += "-";
  for (let index = 2; index < 8; index += 1) random += byteHex(pool[at + index] ?? 0);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${random}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in the lower-case form that PostgreSQL prints. */
export const isUuid = (text: string): boolean => UUID.test(text);
