import type { Role } from "@ashlar/contracts/vocabulary";

/**
 * Roles that count only in sessions in which a second factor was shown.
 *
 * With customers it is everybody's, as whoever holds any role may do what a customer may.
 */
export type SecondFactorDuty = ReadonlySet<Role>;

/** Whether somebody with these roles has one that counts only with a second factor. */
export const requiresSecondFactor = (duty: SecondFactorDuty, held: readonly Role[]): boolean =>
  duty.has("customer") || held.some((role) => duty.has(role));

/** The roles that count in a session; who is left with none is a customer, unless customers owe a factor too. */
export function effectiveRoles(
  duty: SecondFactorDuty,
  held: readonly Role[],
  hasSecondFactor: boolean,
): readonly Role[] {
  if (hasSecondFactor || !requiresSecondFactor(duty, held)) return held;
  if (duty.has("customer")) return [];
  const others = held.filter((role) => !duty.has(role));
  return others.length === 0 ? ["customer"] : others;
}
