import {
  type Database,
  decodeCursor,
  encodeCursor,
  isTimestampKey,
  keysetOrder,
  keysetWhere,
  listTotal,
  offsetOf,
  toPage,
} from "@ashlar/database";
import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { users } from "../../infrastructure/tables.ts";
import type { UserQuery, UserReader } from "../../shared/ports.ts";
import type { User } from "../user.ts";
import { userColumns } from "./user-row.ts";
import { holdsRole, userSlices } from "./user-slices.ts";

/**
 * Lists users by keyset.
 *
 * A numbered page also counts the users that match.
 */
export function postgresUserList(db: Database): UserReader["list"] {
  return async (query) => {
    const total = listTotal(db, users, and(...conditionsOf(query)), query);
    const [rows, count] = await Promise.all([postgresUserListStatement(db, query), total]);
    const cursorOf = (last: User): string =>
      encodeCursor(listName(query), { value: keyOf(last, query), id: last.id });
    return toPage<User>(rows, query, cursorOf, count);
  };
}

/** The statement of one page and one row more; every sort with every filter is read in order from one index. */
export function postgresUserListStatement(db: Database, query: UserQuery) {
  return db
    .select(userColumns)
    .from(users)
    .where(and(...conditionsOf(query), keysetOf(query)))
    .orderBy(...orderOf(query))
    .limit(query.limit + 1)
    .offset(offsetOf(query));
}

const listName = ({ sort, order }: UserQuery): string => `users.${sort}.${order}`;

/** Emails are unique, so no tie is to be broken and their index need not hold the id. */
function orderOf({ sort, order }: UserQuery): SQL[] {
  if (sort === "email") return [order === "asc" ? asc(users.email) : desc(users.email)];
  return keysetOrder(users[sort], users.id, order);
}

function keysetOf(query: UserQuery): SQL | undefined {
  const { sort, order, cursor } = query;
  if (cursor === undefined) return undefined;
  const after = decodeCursor(listName(query), cursor, sort === "createdAt" ? isTimestampKey : isShortText);
  if (sort !== "email") return keysetWhere(users[sort], users.id, order, after);
  return sql`${users.email} ${sql.raw(order === "asc" ? ">" : "<")} ${after.value}`;
}

const isShortText = (value: string): boolean => value.length <= 254;

const keyOf = (user: User, { sort }: UserQuery): string =>
  sort === "createdAt" ? user.createdAt.toISOString() : user[sort];

function conditionsOf({ filter }: UserQuery): SQL[] {
  const conditions: SQL[] = [];
  if (filter?.role !== undefined) conditions.push(holdsRole(filter.role));
  if (filter?.status === "deactivated") conditions.push(userSlices.deactivated);
  if (filter?.status === "active") conditions.push(eq(users.status, "active"));
  return conditions;
}
