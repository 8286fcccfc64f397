import type { Role } from "@ashlar/contracts/vocabulary";
import type { DatabaseConnection } from "@ashlar/database";
import { systemClock, uuidV7 } from "@ashlar/kernel";
import { and, eq, inArray, like } from "drizzle-orm";
import { users } from "../../infrastructure/tables.ts";
import { argon2Hasher } from "../../passwords/infrastructure/hashing/argon2-hasher.ts";
import { emailVerified, openedAccount } from "../user.ts";

/** Known to everybody: these accounts exist in development only. The rules for new passwords refuse it. */
export const demoPassword = "correct-horse-battery";

/** Reserved by RFC 2606, so no person has an address there. */
export const demoDomain = "ashlar.test";

const demoAccounts: readonly { readonly name: string; readonly email: string; readonly roles: Role[] }[] = [
  { name: "Ada Admin", email: `admin@${demoDomain}`, roles: ["admin"] },
  { name: "Sam Staff", email: `staff@${demoDomain}`, roles: ["staff"] },
  { name: "Alex Author", email: `author@${demoDomain}`, roles: ["customer", "author"] },
  { name: "Casey Customer", email: `customer@${demoDomain}`, roles: ["customer"] },
];

/** Creates the demo accounts that are missing; those that are there stay as they are. Safe to call at once from several. */
export async function seedDemoAccounts(database: DatabaseConnection): Promise<void> {
  const emails = demoAccounts.map(({ email }) => email);
  const present = await database.read
    .select({ email: users.email })
    .from(users)
    .where(inArray(users.email, emails));
  const missing = demoAccounts.filter((account) => present.every(({ email }) => email !== account.email));
  if (missing.length === 0) return;
  const passwordHash = await argon2Hasher().hash(demoPassword);
  const at = systemClock.now();
  const rows = missing.map(({ email, name, roles }) => ({
    ...emailVerified(openedAccount({ id: uuidV7(), email, name }, at), at),
    roles,
    passwordHash,
  }));
  await database.transact((tx) => tx.insert(users).values(rows).onConflictDoNothing());
}

/**
 * Whether somebody could sign in with the published password: a demo account or a seeded one, still active.
 *
 * Reads the whole table when there is none; meant for the start of a process in production.
 */
export async function hasDemoAccounts(database: DatabaseConnection): Promise<boolean> {
  const found = await database.read
    .select({ id: users.id })
    .from(users)
    .where(and(like(users.email, `%@${demoDomain}`), eq(users.status, "active")))
    .limit(1);
  return found.length > 0;
}
