import type { DatabaseConnection } from "@ashlar/database";
import { hasDemoAccounts } from "@ashlar/identity";

/**
 * Keeps a process in production from serving accounts whose password is published.
 *
 * @throws Error that says what to do, when there is such an account.
 */
export async function refuseDemoAccounts(database: DatabaseConnection): Promise<void> {
  if (!(await hasDemoAccounts(database))) return;
  throw new Error(
    "The database has active accounts at @ashlar.test, whose password is published. Deactivate or remove them before production.",
  );
}
