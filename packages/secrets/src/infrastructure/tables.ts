import { at } from "@ashlar/database";
import { integer, pgTable, text } from "drizzle-orm/pg-core";

/** The key that seals secrets where the configuration has none. */
export const sealingKeys = pgTable("sealing_keys", {
  id: integer().primaryKey(),
  key: text().notNull(),
  createdAt: at().notNull(),
});
