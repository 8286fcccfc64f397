const rfc3339 =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Reads an RFC 3339 date-time, offset included; any other text stays as it is, as does a day that no calendar has:
 * `Date` reads 30 February as 2 March.
 *
 * @returns A date from year 0000 to 9999 in UTC: what RFC 3339 can write.
 */
export function rfc3339Date(text: string): Date | string {
  const day = rfc3339.exec(text)?.[1];
  if (day === undefined || !isDay(day)) return text;
  const date = new Date(text);
  // An offset can lead out of the four digits.
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9_999 ? date : text;
}

const isDay = (day: string): boolean => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
