const last = { ms: Number.NaN, text: "" };

/** Says the time in ISO 8601, UTC, to the millisecond. Written once a millisecond, however many lines and answers carry it. */
export function isoNow(): string {
  const ms = Date.now();
  if (ms !== last.ms) {
    last.ms = ms;
    last.text = new Date(ms).toISOString();
  }
  return last.text;
}
