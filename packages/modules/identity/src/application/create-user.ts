import { uuidV7 } from "@ashlar/kernel";
import { openedAccount, type User } from "../domain/user.ts";
import { hashNewPassword } from "./hash-new-password.ts";
import type { IdentityDeps } from "./identity-deps.ts";

export type CreateUser = { readonly email: string; readonly name: string; readonly password: string };

/**
 * Opens an account for somebody else, as a customer; nobody is signed in.
 *
 * @throws EMAIL_TAKEN when another account has the email.
 * @throws PASSWORD_REFUSED when the password is easy to guess.
 */
export async function createUser(
  deps: Pick<IdentityDeps, "clock" | "hasher" | "transact">,
  { email, name, password }: CreateUser,
): Promise<User> {
  const passwordHash = await hashNewPassword(deps, password, { email, name });
  const at = deps.clock.now();
  const user = openedAccount({ id: uuidV7(), email, name }, at);
  await deps.transact(({ users }) => users.add(user, passwordHash));
  return user;
}
