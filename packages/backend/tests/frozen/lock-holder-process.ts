import { sql } from "drizzle-orm";
import { openData } from "../../src/open-data.ts";

/** A process that locks the products in a request's transaction, says so, and continues a moment later. */
const silent = (): void => undefined;
const { database } = await openData({
  databaseUrl: process.argv[2] ?? "",
  log: { debug: silent, info: silent, warn: silent, error: silent },
});
const take = sql`update products set stock = stock - 1`;
const held = database.transact(async (tx) => {
  await tx.execute(take);
  process.send?.("locked");
  await new Promise((resolve) => setTimeout(resolve, 200));
  await tx.execute(take);
});
await held.then(
  () => process.send?.("committed"),
  (error: Error) => process.send?.(error.name),
);
process.disconnect();
