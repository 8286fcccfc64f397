import type { Actor } from "@ashlar/kernel";
import { type ProvePassword, provePassword } from "../passwords/prove-password.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { userSubject } from "../shared/user-subject.ts";

export type RequestEmailChange = ProvePassword & {
  /** In lower case. */
  readonly email: string;
};

/**
 * Asks for a mail to a new address with a link that makes it the account's; until then nothing changes.
 *
 * Whether another account has the address is looked up when the mail is made, after the answer.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws REAUTHENTICATION_REQUIRED when the account has a second factor that this session has not shown for ten minutes.
 * @throws INVALID_CREDENTIALS when the password is wrong or was changed by somebody else meanwhile, or the account has none.
 */
export async function requestEmailChange(
  deps: Pick<CredentialDeps, "clock" | "loginThrottle" | "hasher" | "proofs" | "users" | "transact">,
  actor: Actor,
  { email, ...proof }: RequestEmailChange,
): Promise<void> {
  const { user, passwordHash, lock } = await provePassword(deps, actor, proof);
  if (user.email === email) return;
  await deps.transact(async (writers) => {
    const { accountMail, audit } = writers;
    await lock(writers);
    await accountMail.emailChange(user.id, email, passwordHash);
    await audit.record({
      action: "identity.email-change-requested",
      actor,
      subject: userSubject(user.id),
    });
  });
}
