import { pgTable, text, uuid } from "drizzle-orm/pg-core";

/**
 * The columns of `users` that posts refer to: the target of a foreign key and the author's name.
 *
 * Identity owns the table. This file is not read by drizzle-kit, so nothing here creates or changes a column; the
 * tests on the migrated database fail when the two no longer agree.
 *
 * @see docs/decisions/006-cross-module-references.md
 */
export const usersReference = pgTable("users", {
  id: uuid().primaryKey(),
  name: text().notNull(),
});
