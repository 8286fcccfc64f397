import { type Database, parsedInstant } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { figures } from "../infrastructure/tables.ts";

export type FigureWindow = {
  /** When the window begins, UTC. */
  readonly start: Date;
  readonly label: string;
  readonly count: number;
  readonly total: number;
};

export type FigureReader = {
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
export const figureReader = (db: Database): FigureReader => ({
  read: async (figure, { by, since, until }) => {
    const start = sql<string>`date_trunc(${sql.raw(`'${by}'`)}, ${figures.minute})`;
    const rows = await db
      .select({
        start,
        label: figures.label,
        count: sql<number>`sum(${figures.count})::float8`,
        total: sql<number>`sum(${figures.total})::float8`,
      })
      .from(figures)
      .where(
        sql`${figures.figure} = ${figure} and ${figures.minute} >= ${since.toISOString()}::timestamptz and ${figures.minute} < ${until.toISOString()}::timestamptz`,
      )
      .groupBy(sql`1`, sql`2`)
      .orderBy(sql`1`, sql`2`);
    return rows.map((row) => ({ ...row, start: parsedInstant(row.start, "figures.minute") }));
  },
});
