import { resolve } from "node:path";

/** The SQL that the database of this release has run. */
export const migrationsFolder = resolve(import.meta.dirname, "../../../drizzle");
