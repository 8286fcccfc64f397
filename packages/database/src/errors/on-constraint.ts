import type { DomainError } from "@ashlar/kernel";
import { constraintOf } from "./sql-state.ts";

/**
 * Runs a write and turns the violation of a named constraint into the outcome the contract declares.
 *
 * The database's error stays as `cause`. Anything else passes through unchanged.
 *
 * @param outcomes - Constraint name → declared error, such as `users_email_key: () => errors.EMAIL_TAKEN()`.
 */
export async function onConstraint<Result>(
  outcomes: Readonly<Record<string, (cause: unknown) => DomainError>>,
  write: () => PromiseLike<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    const constraint = constraintOf(error);
    const outcome = constraint !== undefined && Object.hasOwn(outcomes, constraint) && outcomes[constraint];
    if (!outcome) throw error;
    const failure = outcome(error);
    failure.cause ??= error;
    throw failure;
  }
}
