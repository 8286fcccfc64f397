import type postgres from "postgres";
import { UnusableBackup } from "./backup-format.ts";

type Session = Pick<postgres.ReservedSql, "unsafe">;

export type DumpedTable = {
  /** Quoted where it must be. */
  readonly name: string;
  /** Those that hold values of their own; computed ones come by themselves. */
  readonly columns: readonly string[];
  /** Tables that its foreign keys lead to. */
  readonly references: readonly string[];
};

/** Lists the tables of `public`, each behind those it refers to. @throws UnusableBackup when they refer in a circle. */
export async function dumpedTables(session: Session): Promise<DumpedTable[]> {
  const tables = await session.unsafe<DumpedTable[]>(`
    select quote_ident(relname) as name,
      (select array_to_json(array_agg(quote_ident(attname) order by attnum)) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
      (select coalesce(json_agg(distinct quote_ident(target.relname)), '[]') from pg_constraint
        join pg_class target on target.oid = confrelid
        where conrelid = c.oid and contype = 'f' and confrelid <> c.oid) as references
    from pg_class c
    where relnamespace = 'public'::regnamespace and relkind = 'r'
    order by relname`);
  const waiting = new Map(tables.map((table) => [table.name, table]));
  const ordered: DumpedTable[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(
      ({ references }) => !references.some((one) => waiting.has(one)),
    );
    if (ready.length === 0) {
      throw new UnusableBackup(`Tables refer to each other in a circle: ${[...waiting.keys()].join(", ")}.`);
    }
    for (const table of ready) waiting.delete(table.name);
    ordered.push(...ready);
  }
  return ordered;
}

/** Where the sequences of `public` stand. */
export async function sequencePlaces(session: Session): Promise<Record<string, string | null>> {
  const rows = await session.unsafe<{ name: string; place: string | null }[]>(
    "select quote_ident(sequencename) as name, last_value::text as place from pg_sequences where schemaname = 'public'",
  );
  return Object.fromEntries(rows.map(({ name, place }) => [name, place]));
}
