import { type Database, parsedInstant } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { timeBuckets } from "../infrastructure/tables.ts";

export type FigureWindow = {
  /** When the window begins, UTC. */
  readonly start: Date;
  readonly label: string;
  readonly count: number;
  readonly total: number;
};

export type TimeBucketReader = {
  /**
   * Reads a figure, window by window, oldest first; windows without events are left out.
   *
   * @param window.since - Inclusive.
   * @param window.until - Exclusive.
   */
  readonly read: (
    figure: string,
    window: { readonly by: "minute" | "hour" | "day"; readonly since: Date; readonly until: Date },
  ) => Promise<readonly FigureWindow[]>;
};

/** Reads figures; those of an hour or a day are sums over its minutes. */
export const timeBucketReader = (db: Database): TimeBucketReader => ({
  read: async (figure, { by, since, until }) => {
    const start = sql<string>`date_trunc(${sql.raw(`'${by}'`)}, ${timeBuckets.minute})`;
    const rows = await db
      .select({
        start,
        label: timeBuckets.label,
        count: sql<number>`sum(${timeBuckets.count})::float8`,
        total: sql<number>`sum(${timeBuckets.total})::float8`,
      })
      .from(timeBuckets)
      .where(
        sql`${timeBuckets.figure} = ${figure} and ${timeBuckets.minute} >= ${since.toISOString()}::timestamptz and ${timeBuckets.minute} < ${until.toISOString()}::timestamptz`,
      )
      .groupBy(sql`1`, sql`2`)
      .orderBy(sql`1`, sql`2`);
    return rows.map((row) => ({ ...row, start: parsedInstant(row.start, "figures.minute") }));
  },
});
