import { at } from "@ashlar/database";
import { pgTable, text, uuid } from "drizzle-orm/pg-core";

/** The columns of `users` that mails need; the table is identity's. @see docs/decisions/006-cross-module-references.md */
export const usersReference = pgTable("users", {
  id: uuid().primaryKey(),
  email: text().notNull(),
  name: text().notNull(),
  emailVerifiedAt: at(),
});
