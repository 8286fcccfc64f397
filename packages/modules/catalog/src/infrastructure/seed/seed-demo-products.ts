import type { DatabaseConnection } from "@ashlar/database";
import { seededRandom } from "@ashlar/kernel";
import { products } from "../tables.ts";
import { seedProducts } from "./seed-products.ts";

/** Puts 24 made-up products on an empty shelf; leaves any other alone. */
export async function seedDemoProducts(
  database: Pick<DatabaseConnection, "read" | "transact">,
): Promise<void> {
  const [any] = await database.read.select({ id: products.id }).from(products).limit(1);
  if (!any) await seedProducts(database, { count: 24, random: seededRandom(24) });
}
