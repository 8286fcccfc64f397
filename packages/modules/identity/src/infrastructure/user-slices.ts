import { type SQL, sql } from "drizzle-orm";
import type { Role } from "../domain/role.ts";

const deactivated = "status = 'deactivated'";
const privileged = "roles && array['author', 'staff', 'admin']";

/** The few users that a partial index holds; the same text in the index and in the query, as the planner wants it. */
export const userSlices = {
  deactivated: sql.raw(deactivated),
  privileged: sql.raw(privileged),
} as const;

/**
 * The condition that a user holds a role.
 *
 * Literal, not a parameter: a plan made for any role could not use the index of the privileged ones.
 */
export const holdsRole = (role: Role): SQL => {
  const holds = `roles @> array['${role}']`;
  return sql.raw(role === "customer" ? holds : `${privileged} and ${holds}`);
};
