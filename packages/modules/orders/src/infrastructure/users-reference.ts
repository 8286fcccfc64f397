import { pgTable, text, uuid } from "drizzle-orm/pg-core";

/**
 * The columns of `users` that orders refer to: the target of a foreign key and the buyer's name.
 *
 * Identity owns the table; see docs/decisions/006-cross-module-references.md.
 */
export const usersReference = pgTable("users", {
  id: uuid().primaryKey(),
  name: text().notNull(),
});
