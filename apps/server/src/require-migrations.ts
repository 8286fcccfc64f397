import { missingMigrations } from "@ashlar/database";
import { migrationsFolder } from "./migrations-folder.ts";

/**
 * Keeps a process from serving a database that this release does not fit, where calls would fail one by one. A database
 * that is ahead is served: the release before a migration works with it.
 *
 * @throws Error that says what to do.
 */
export async function requireMigrations(url: string): Promise<void> {
  const [first, ...others] = await missingMigrations({ url, folder: migrationsFolder });
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  throw new Error(
    `The database lacks the migration ${first}${more} of this release: run \`pnpm migrate\` first.`,
  );
}
