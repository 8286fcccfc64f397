import { char, integer, timestamp, uuid } from "drizzle-orm/pg-core";

// Each takes the column's name; without one it is the property's, in snake_case.

/** The primary key: a UUID v7 made in the application, so rows lie in the order they were made. */
export const id = (name = "") => uuid(name).primaryKey();

/** An instant to the millisecond, which is what a JavaScript Date holds. */
export const at = (name = "") => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** Money in minor units, such as cents; the currency lies beside it. */
export const minor = (name = "") => integer(name);

/** ISO 4217: three capitals. */
export const currency = (name = "") => char(name, { length: 3 });
