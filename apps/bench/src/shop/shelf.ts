import { seedProducts } from "@ashlar/catalog";
import { openDatabase } from "@ashlar/database";
import { seededRandom, uuidV7 } from "@ashlar/kernel";
import postgres from "postgres";

/** Who buys, and what there is to buy. */
export type Shelf = { readonly buyerIds: readonly string[]; readonly productIds: readonly string[] };

const pieces = 1_000_000;

/** Opens 100 accounts and puts 1,000 products of 1,000,000 pieces on the shelf. */
export async function stockShelf(url: string): Promise<void> {
  const buyerIds = Array.from({ length: 100 }, () => uuidV7());
  const sql = postgres(url, { max: 1 });
  await sql`
    insert into users (id, email, name, password_hash, roles, status, created_at, updated_at)
    select id, id || '@example.test', 'Buyer', 'none', '{customer}', 'active', now(), now()
    from unnest(${buyerIds}::uuid[]) as person (id)`;
  await sql.end();
  await using database = openDatabase({ url });
  await seedProducts(database, { count: 1_000, stock: pieces, random: seededRandom(1) });
}

/** Reads who is there and what is on the shelf. */
export async function readShelf(url: string): Promise<Shelf> {
  const sql = postgres(url, { max: 1 });
  const buyers = await sql<{ id: string }[]>`select id from users order by id`;
  const products = await sql<{ id: string }[]>`select id from products order by id`;
  await sql.end();
  return { buyerIds: buyers.map(({ id }) => id), productIds: products.map(({ id }) => id) };
}
