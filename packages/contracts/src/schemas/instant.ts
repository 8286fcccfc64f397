import { z } from "zod";

/**
 * A point in time from year 1 to 9999: what RFC 3339 and PostgreSQL both write in four digits of one era.
 *
 * @see RFC 3339, section 5.6.
 */
export const Instant = z
  .date()
  .min(new Date("0001-01-01T00:00:00.000Z"), { error: "must not be before year 1" })
  .max(new Date("9999-12-31T23:59:59.999Z"), { error: "must not be after year 9999" });
