import { accountToken, tokenLifetimeMs } from "../domain/account-token.ts";
import type { User } from "../domain/user.ts";
import type { AccountMail, AccountMailer } from "./account-mail-ports.ts";
import type { IdentityDeps } from "./identity-deps.ts";

export type SendAccountMailDeps = Pick<IdentityDeps, "clock" | "users" | "transact"> & {
  readonly mailer: AccountMailer;
};

type Errand = { readonly key: string; readonly template: AccountMail["template"]; readonly to: string };

/**
 * Makes a link and mails it. A mail that has to be tried again carries a link of its own; both work, and the first
 * that is used ends the other.
 */
async function mailLink(deps: SendAccountMailDeps, user: User, { key, template, to }: Errand): Promise<void> {
  const token = await deps.transact(({ accountTokens }) =>
    accountTokens.issue(accountToken(template, { userId: user.id, email: to }, deps.clock.now())),
  );
  const minutes = tokenLifetimeMs[template] / 60_000;
  await deps.mailer.send(key, { template, to, name: user.name, token, minutes });
}

/** Mails the link that verifies an address, unless it is verified or the account is closed. */
export async function sendVerification(
  deps: SendAccountMailDeps,
  key: string,
  userId: string,
): Promise<void> {
  const user = await deps.users.find(userId);
  if (user?.status !== "active" || user.emailVerifiedAt !== null) return;
  await mailLink(deps, user, { key, template: "verify-email", to: user.email });
}

/** Mails the link that sets a new password, if an active account has the address. */
export async function sendPasswordReset(
  deps: SendAccountMailDeps,
  key: string,
  email: string,
): Promise<void> {
  const found = await deps.users.credentialsByEmail(email);
  if (found?.user.status !== "active") return;
  await mailLink(deps, found.user, { key, template: "reset-password", to: email });
}

/** Mails the link that changes an account's address to the new one, unless another account has that. */
export async function sendEmailChange(
  deps: SendAccountMailDeps,
  key: string,
  { userId, newEmail }: { readonly userId: string; readonly newEmail: string },
): Promise<void> {
  const user = await deps.users.find(userId);
  if (user?.status !== "active") return;
  const other = await deps.users.credentialsByEmail(newEmail);
  if (other !== null) return;
  await mailLink(deps, user, { key, template: "change-email", to: newEmail });
}
