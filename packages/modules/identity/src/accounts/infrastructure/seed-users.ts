import type { Role } from "@ashlar/contracts/vocabulary";
import type { DatabaseConnection } from "@ashlar/database";
import { systemClock, uuidV7 } from "@ashlar/kernel";
import { users } from "../../infrastructure/tables.ts";
import { argon2Hasher } from "../../passwords/infrastructure/hashing/argon2-hasher.ts";
import type { UserStatus } from "../user.ts";
import { demoDomain, demoPassword } from "./demo-accounts.ts";
import { firstNames, lastNames } from "./seed-names.ts";

const rowsPerInsert = 1_000;
const twoYearsMs = 2 * 365 * 86_400_000;

/**
 * Creates users for development, with the demo accounts' password: a tenth are authors, a few staff, a few deactivated.
 *
 * Every call adds `count` more. Each batch commits by itself, so an interrupted run leaves whole batches.
 *
 * @param count - 0 or more.
 * @param random - Uniform in [0, 1); the same sequence makes the same names, roles and dates.
 * @param onProgress - Called after each batch with the users created so far.
 * @returns the ids of the new users.
 */
export async function seedUsers(
  database: DatabaseConnection,
  count: number,
  random: () => number,
  onProgress: (created: number) => void = () => undefined,
): Promise<string[]> {
  const passwordHash = await argon2Hasher().hash(demoPassword);
  const nowMs = systemClock.now().getTime();
  const ids: string[] = [];
  while (ids.length < count) {
    const size = Math.min(rowsPerInsert, count - ids.length);
    const batch = Array.from({ length: size }, () => ({ ...seedUser(random, nowMs), passwordHash }));
    await database.transact((tx) => tx.insert(users).values(batch));
    for (const { id } of batch) ids.push(id);
    onProgress(ids.length);
  }
  return ids;
}

function seedUser(random: () => number, nowMs: number) {
  const id = uuidV7();
  const first = pick(firstNames, random);
  const last = pick(lastNames, random);
  const createdAt = new Date(nowMs - Math.floor(random() * twoYearsMs));
  return {
    id,
    email: `${asciiOf(first)}.${asciiOf(last)}.${id.replaceAll("-", "").slice(9)}@${demoDomain}`,
    name: `${first} ${last}`,
    roles: rolesOf(random()),
    status: statusOf(random()),
    createdAt,
    updatedAt: createdAt,
  };
}

const pick = (names: readonly string[], random: () => number): string =>
  names[Math.floor(random() * names.length)] ?? "";

const asciiOf = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/[^a-zA-Z]/gu, "")
    .toLowerCase();

function rolesOf(draw: number): Role[] {
  if (draw < 0.005) return ["customer", "staff"];
  return draw < 0.105 ? ["customer", "author"] : ["customer"];
}

const statusOf = (draw: number): UserStatus => (draw < 0.02 ? "deactivated" : "active");
