import { type Actor, uuidV7 } from "@ashlar/kernel";
import { hashNewPassword } from "../passwords/hash-new-password.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";
import { openedAccount, type User } from "./user.ts";

export type CreateUser = { readonly email: string; readonly name: string; readonly password: string };

/**
 * Opens an account for somebody else, as a customer; nobody is signed in.
 *
 * @throws EMAIL_TAKEN when another account has the email.
 * @throws PASSWORD_REFUSED when the password is easy to guess or known from a breach.
 */
export async function createUser(
  deps: Pick<IdentityDeps, "clock" | "hasher" | "breachedPasswords" | "transact">,
  actor: Actor,
  { email, name, password }: CreateUser,
): Promise<User> {
  const passwordHash = await hashNewPassword(deps, password, { email, name });
  const at = deps.clock.now();
  const user = openedAccount({ id: uuidV7(), email, name }, at);
  await deps.transact(async ({ users, accountMail, events, audit }) => {
    await users.add(user, passwordHash);
    await accountMail.verification(user.id);
    await events.append({
      type: "user.registered",
      aggregateId: user.id,
      actorId: actor.userId,
      isFirst: true,
      data: { userId: user.id, email, name },
    });
    await audit.record({ action: "identity.user-created", actor, subject: userSubject(user.id) });
  });
  return user;
}
