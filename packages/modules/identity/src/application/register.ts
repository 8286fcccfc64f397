import { uuidV7 } from "@ashlar/kernel";
import { openedAccount } from "../domain/user.ts";
import { hashNewPassword } from "./hash-new-password.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import type { SessionOrigin } from "./ports.ts";
import type { SignedIn } from "./signed-in.ts";

export type Register = {
  /** In lower case. */
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly origin: SessionOrigin;
};

/**
 * Opens an account and signs in; the account and its session commit together.
 *
 * @throws EMAIL_TAKEN when another account has the email; two at once: one wins.
 * @throws PASSWORD_REFUSED when the password is easy to guess.
 */
export async function register(
  deps: Pick<IdentityDeps, "clock" | "hasher" | "transact">,
  { email, password, name, origin }: Register,
): Promise<SignedIn> {
  const passwordHash = await hashNewPassword(deps, password, { email, name });
  const at = deps.clock.now();
  const user = openedAccount({ id: uuidV7(), email, name }, at);
  return deps.transact(async ({ users, sessions }) => {
    await users.add(user, passwordHash);
    return { user, session: await sessions.open(user.id, origin, at) };
  });
}
