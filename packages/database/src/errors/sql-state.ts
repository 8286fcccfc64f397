import postgres from "postgres";
import { DatabaseError } from "./database-error.ts";

/** Finds the SQLSTATE in an error or its causes; undefined when no server answer is among them. */
export function sqlStateOf(error: unknown): string | undefined {
  for (const one of withCauses(error)) {
    if (one instanceof DatabaseError) return one.sqlState;
    if (one instanceof postgres.PostgresError) return one.code;
  }
  return undefined;
}

/**
 * Names the violated constraint: unique (23505), foreign key (23503), check (23514) or exclusion (23P01).
 *
 * Looks through causes, so a wrapped error counts like the first.
 */
export function constraintOf(error: unknown): string | undefined {
  for (const one of withCauses(error)) {
    if (one instanceof DatabaseError && one.sqlState.startsWith("23")) return one.constraint;
    if (one instanceof postgres.PostgresError && one.code.startsWith("23")) return one.constraint_name;
  }
  return undefined;
}

/** Yields an error and its chain of causes, at most 8: a chain may be a ring. */
function* withCauses(error: unknown): Generator<unknown> {
  let one = error;
  for (let depth = 0; depth < 8 && one instanceof Error; depth += 1) {
    yield one;
    one = one.cause;
  }
}
