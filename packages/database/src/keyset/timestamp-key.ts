const EXACT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Whether a text is a time as `Date.prototype.toISOString` writes it, the form of a cursor's sort value. */
export const isTimestampKey = (value: string): boolean =>
  EXACT.test(value) && !Number.isNaN(Date.parse(value));
