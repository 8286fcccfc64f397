import { identityErrors } from "../shared/errors.ts";
import type { UserWriter } from "../shared/ports.ts";

/**
 * Makes sure that another active administrator is there, and stays until the transaction ends.
 *
 * @throws LAST_ADMIN when the user is the only one.
 */
export async function refuseLastAdmin(
  users: Pick<UserWriter, "lockActiveAdmins">,
  userId: string,
): Promise<void> {
  const admins = await users.lockActiveAdmins();
  if (admins.has(userId) && admins.size === 1) throw identityErrors.LAST_ADMIN({ userId });
}
