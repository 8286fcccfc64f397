import type { IdentityDeps } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";

/**
 * Asks for a mail with a link that sets a new password.
 *
 * Whether an account has the address is looked up when the mail is made, after the answer: the caller cannot tell.
 *
 * @param email - In lower case.
 */
export async function requestPasswordReset(
  deps: Pick<IdentityDeps, "transact">,
  email: string,
): Promise<void> {
  await deps.transact(async ({ accountMail, audit }) => {
    await accountMail.passwordReset(email);
    await audit.record({
      action: "identity.password-reset-requested",
      actor: null,
      subject: userSubject("unknown"),
    });
  });
}
