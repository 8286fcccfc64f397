import { UnreadableValue } from "../errors/unreadable-value.ts";

const zero = 48;
const iso =
  /^(\d{4,6})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:Z|([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?)( BC)?$/;

/**
 * Reads `2026-01-31 09:05:00.123+00` as PostgreSQL writes it with DateStyle ISO in a UTC session.
 *
 * `new Date(text)` takes its slow path for this form: 50,000 reads take 3 ms here and 25 ms there (Node 24). It also
 * guesses: `31/01/2026` is no date to it and `01/02/2026` is one of two, so every other form of ISO is read by its parts
 * and any further form is refused.
 *
 * @param column - Named by the error.
 * @throws UnreadableValue for `infinity`, another DateStyle and instants that a Date cannot hold.
 */
export function parsedInstant(text: string, column: string): Date {
  const length = text.length;
  const isPlain =
    length >= 22 &&
    length <= 26 &&
    length !== 23 &&
    text.charCodeAt(0) !== zero &&
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    text.charCodeAt(10) === 32 &&
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58 &&
    text.endsWith("+00");
  return isPlain ? plainInstant(text) : otherInstant(text, column);
}

function plainInstant(text: string): Date {
  const fraction = text.length - 23;
  const millis =
    fraction > 0 ? number(text, 20, fraction) * (fraction === 1 ? 100 : fraction === 2 ? 10 : 1) : 0;
  return new Date(
    Date.UTC(
      number(text, 0, 4),
      number(text, 5, 2) - 1,
      number(text, 8, 2),
      number(text, 11, 2),
      number(text, 14, 2),
      number(text, 17, 2),
      millis,
    ),
  );
}

/** Years of 0–99 and past 9999, before Christ, microseconds, offsets. */
function otherInstant(text: string, column: string): Date {
  const parts = iso.exec(text);
  const instant = new Date(0);
  if (parts !== null) {
    const [, year, month, day, hour, minute, second, fraction = "", sign, ...rest] = parts;
    const [offsetHours = 0, offsetMinutes = 0, offsetSeconds = 0, era] = rest;
    const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60 + Number(offsetSeconds);
    instant.setUTCFullYear(
      era === undefined ? Number(year) : 1 - Number(year),
      Number(month) - 1,
      Number(day),
    );
    instant.setUTCHours(
      Number(hour),
      Number(minute),
      Number(second) - (sign === "-" ? -offset : offset),
      Number(fraction.slice(0, 3).padEnd(3, "0")),
    );
  }
  if (parts === null || Number.isNaN(instant.getTime()))
    throw new UnreadableValue(column, "a date of the years -271821 to 275760, written as DateStyle ISO does");
  return instant;
}

function number(text: string, from: number, digits: number): number {
  let value = 0;
  for (let at = from; at < from + digits; at += 1) value = value * 10 + text.charCodeAt(at) - zero;
  return value;
}
