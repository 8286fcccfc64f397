import { type SQL, sql } from "drizzle-orm";

const mark = "/* planned for its values */";

/**
 * Marks a statement to be planned at each call, for the values that it is sent with; put it anywhere in the text.
 *
 * For a list with filters of which now one, now the other leaves few rows: after five calls PostgreSQL settles for a plan
 * for any value, which walks the whole list for a rare one. Planning takes some 0.2 ms.
 */
export const plannedForValues = (): SQL => sql.raw(mark);

/** Whether PostgreSQL may keep a plan of the statement. */
export const isKept = (text: string): boolean => !text.includes(mark);
