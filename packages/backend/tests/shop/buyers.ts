import { uuidV7 } from "@ashlar/kernel";
import type { TestDatabase } from "@ashlar/testing";

/** Opens accounts; answers their ids. */
export async function buyers({ sql }: Pick<TestDatabase, "sql">, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuidV7());
  await sql`
    insert into users (id, email, name, password_hash, roles, status, created_at, updated_at)
    select id, id || '@example.test', 'Buyer', 'none', '{customer}', 'active', now(), now()
    from unnest(${ids}::uuid[]) as person (id)`;
  return ids;
}
