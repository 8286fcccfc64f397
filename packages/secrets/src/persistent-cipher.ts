import { randomBytes } from "node:crypto";
import type { DatabaseConnection } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import { type Cipher, cipher } from "./cipher.ts";
import { sealingKeys } from "./infrastructure/tables.ts";

/** Returns the cipher, once its keys are known. */
export type PersistentCipher = () => Promise<Cipher>;

/**
 * Seals with the configured secrets; where there are none, with a key that is made once and kept in the database. What
 * was sealed with that key stays readable once secrets are configured.
 *
 * A key beside what it seals protects from a query that lists too much and from a leaked table, not from a copy of the
 * whole database: a service that matters configures its own.
 *
 * @param secrets - As for `cipher`.
 * @throws RangeError for a short one.
 */
export function persistentCipher(
  { read, transact }: Pick<DatabaseConnection, "read" | "transact">,
  clock: Clock,
  secrets: readonly string[],
): PersistentCipher {
  const readKey = async (): Promise<string | undefined> =>
    (await read.select({ key: sealingKeys.key }).from(sealingKeys))[0]?.key;
  const keptKey = async (): Promise<string> => {
    const kept = await readKey();
    if (kept !== undefined) return kept;
    const row = { id: 1, key: randomBytes(32).toString("base64url"), createdAt: clock.now() };
    await transact((tx) => tx.insert(sealingKeys).values(row).onConflictDoNothing());
    // Of several processes that start at once one has made it.
    return (await readKey()) ?? row.key;
  };
  if (secrets.length > 0) cipher(secrets);
  const findKeys = async (): Promise<readonly string[]> => {
    if (secrets.length === 0) return [await keptKey()];
    const kept = await readKey();
    return kept === undefined ? secrets : [...secrets, kept];
  };
  let known: Promise<Cipher> | null = null;
  return () => {
    known ??= findKeys()
      .then(cipher)
      .catch((error: unknown) => {
        known = null;
        throw error;
      });
    return known;
  };
}
