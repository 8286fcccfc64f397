import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** Rows that are looked at in the order of the list before the index of words is asked; some 10 ms. */
const walkedRows = 2_000;

type Search = {
  /** Goes by its own name in the other parts. */
  readonly table: SQLWrapper;
  /** What is selected, ready to stand behind `select`. */
  readonly columns: SQL;
  /** What a row must be besides; undefined for all. An index begins with it and continues with `order`. */
  readonly condition: SQL | undefined;
  /** The condition that a row holds the words. */
  readonly matches: SQL;
  readonly order: SQL;
  /** Rows wanted, from the first of the list on. */
  readonly rows: SQL;
};

/**
 * Selects the first rows of a list that hold words, in no particular order.
 *
 * A word that many rows hold is soon met by walking the list, and one that few hold is best looked up. How many hold it
 * is not known: the planner has figures for the most common words alone, and takes one row in 200 for any other. It
 * would read the whole list for a word that no row holds: 4.4 s for a million posts. So the list is walked a little,
 * and left for the index of words if that does not fill the page.
 */
export function searchSelect({ table, columns, condition, matches, order, rows }: Search): SQL {
  const where = condition === undefined ? sql`` : sql` where ${condition}`;
  const and = condition === undefined ? sql`` : sql`${condition} and `;
  const walk = sql`select * from ${table}${where} order by ${order} limit ${sql.raw(String(walkedRows))}`;
  // `offset 0` keeps the planner from walking the list after all, in the hope that the limit is soon reached.
  const lookup = sql`select * from ${table} where ${and}${matches} and (select count(*) from walked) < ${rows} offset 0`;
  const first = (source: SQL, filter: SQL): SQL =>
    sql`select ${columns} from (${source}) as ${table}${filter} order by ${order} limit ${rows}`;
  return sql`with walked as materialized (${first(walk, sql` where ${matches}`)}) select * from walked where (select count(*) from walked) >= ${rows} union all (${first(lookup, sql``)})`;
}
