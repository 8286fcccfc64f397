import { seedProducts } from "@ashlar/catalog";
import { openDatabase } from "@ashlar/database";
import { seededRandom, uuidV7 } from "@ashlar/kernel";
import postgres from "postgres";

export type Shelf = { readonly buyerIds: readonly string[]; readonly productIds: readonly string[] };

/** Opens 100 accounts and puts 1,000 products of 1,000,000 pieces on the shelf. */
export async function buyersAndProducts(url: string): Promise<Shelf> {
  const buyerIds = Array.from({ length: 100 }, () => uuidV7());
  const sql = postgres(url, { max: 1 });
  await sql`
    insert into users (id, email, name, password_hash, roles, status, created_at, updated_at)
    select id, id || '@example.test', 'Buyer', 'none', '{customer}', 'active', now(), now()
    from unnest(${buyerIds}::uuid[]) as person (id)`;
  await sql.end();
  const database = openDatabase({ url });
  const productIds = await seedProducts(database, {
    count: 1_000,
    stock: 1_000_000,
    random: seededRandom(1),
  });
  await database.close();
  return { buyerIds, productIds };
}

/** What the `call`-th order asks for: the same for every candidate. */
export function orderOf({ buyerIds, productIds }: Shelf, call: number) {
  const pick = (index: number): string => productIds[(call * 7 + index * 331) % productIds.length] ?? "";
  return {
    buyerId: buyerIds[call % buyerIds.length] ?? "",
    items: [0, 1, 2].map((index) => ({ productId: pick(index), quantity: 1 })),
    key: uuidV7(),
  };
}
