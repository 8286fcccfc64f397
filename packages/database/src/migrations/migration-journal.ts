import type { MigrationSession } from "./migration-session.ts";

/** Where a database keeps the record of the migrations that it has. */
export type Journal = { readonly schema: string; readonly table: string };

export function journalIn(schema = "drizzle"): Journal {
  // The name becomes part of statements.
  if (!/^[a-z_]{1,63}$/.test(schema)) throw new TypeError("journalSchema takes lower-case letters and _.");
  return { schema, table: `${schema}.__drizzle_migrations` };
}

/** Hashes of the applied migrations, in their order; none when there is no record yet. */
export async function appliedHashes(
  session: Pick<MigrationSession, "unsafe">,
  { table }: Journal,
): Promise<string[]> {
  const [row] = await session.unsafe<{ found: string | null }[]>("select to_regclass($1)::text as found", [
    table,
  ]);
  if (!row?.found) return [];
  const rows = await session.unsafe<{ hash: string }[]>(`select hash from ${table} order by id`);
  return rows.map(({ hash }) => hash);
}
