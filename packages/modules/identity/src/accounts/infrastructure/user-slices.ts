import type { Role } from "@ashlar/contracts/vocabulary";
import { type SQL, sql } from "drizzle-orm";

const author = "roles @> array['author']";
const operator = "roles && array['staff', 'admin']";

/** The users that a partial index holds; the same text in the index and in the query, as the planner wants it. */
export const userSlices = {
  deactivated: sql.raw("status = 'deactivated'"),
  author: sql.raw(author),
  operator: sql.raw(operator),
} as const;

const conditions: Readonly<Record<Role, string>> = {
  customer: "roles @> array['customer']",
  author,
  staff: `${operator} and roles @> array['staff']`,
  admin: `${operator} and roles @> array['admin']`,
};

/**
 * The condition that a user holds a role.
 *
 * Literal, not a parameter: a plan made for any role could not use the index of one.
 */
export const holdsRole = (role: Role): SQL => sql.raw(conditions[role]);
