import type { IdentityDeps } from "../shared/identity-deps.ts";
import type { Credentials } from "../shared/ports.ts";
import type { AccountLetter, AccountMailer } from "./account-mail-ports.ts";
import { accountToken, tokenLifetimeMs } from "./account-token.ts";
import type { User } from "./user.ts";

export type SendAccountMailDeps = Pick<IdentityDeps, "clock" | "users" | "transact"> & {
  readonly mailer: AccountMailer;
};

/**
 * Makes a link and mails it. A mail that has to be tried again carries a link of its own; both work, and the first
 * that is used ends the other.
 *
 * @param key - The request's, which is tried until the mail server takes the mail.
 * @param isWanted - Asked while nobody can change the account, so what would end the link ends it before or after.
 */
async function mailLink(
  deps: SendAccountMailDeps,
  key: string,
  { userId, template, to }: AccountLetter & { readonly userId: string },
  isWanted: (account: Credentials) => boolean,
): Promise<void> {
  const minutes = tokenLifetimeMs[template] / 60_000;
  await deps.mailer.send(key, { template, to }, () =>
    deps.transact(async ({ users, accountTokens }) => {
      const account = await users.lock(userId);
      if (account?.user.status !== "active" || !isWanted(account)) return null;
      const issued = accountToken(template, { userId, email: to }, deps.clock.now());
      const name = isShown(account.user, to) ? account.user.name : null;
      return { name, minutes, token: await accountTokens.issue(issued) };
    }),
  );
}

const isShown = ({ email, emailVerifiedAt }: User, to: string): boolean =>
  emailVerifiedAt !== null && email === to;

/** Mails the link that verifies an address, unless it is verified or the account is closed. */
export async function sendVerification(
  deps: SendAccountMailDeps,
  key: string,
  userId: string,
): Promise<void> {
  const found = await deps.users.find(userId);
  if (found === null) return;
  const letter = { userId, template: "verify-email", to: found.email } as const;
  await mailLink(deps, key, letter, ({ user }) => user.emailVerifiedAt === null && user.email === letter.to);
}

/** Mails the link that sets a new password, if an active account has the address. */
export async function sendPasswordReset(
  deps: SendAccountMailDeps,
  key: string,
  email: string,
): Promise<void> {
  const found = await deps.users.credentialsByEmail(email);
  if (found === null) return;
  const letter = { userId: found.user.id, template: "reset-password", to: email } as const;
  await mailLink(deps, key, letter, ({ user }) => user.email === email);
}

export type SendEmailChange = {
  readonly userId: string;
  readonly newEmail: string;
  /** Whether the password by which the change was asked for is the account's still. */
  readonly isStillProved: (passwordHash: string | null) => boolean;
};

/**
 * Mails the link that changes an account's address to the new one, unless another account has that or the password was
 * replaced since: whoever knew the former one gets no link however long the mail has waited.
 */
export async function sendEmailChange(
  deps: SendAccountMailDeps,
  key: string,
  { userId, newEmail, isStillProved }: SendEmailChange,
): Promise<void> {
  if ((await deps.users.credentialsByEmail(newEmail)) !== null) return;
  const letter = { userId, template: "change-email", to: newEmail } as const;
  await mailLink(deps, key, letter, ({ passwordHash }) => isStillProved(passwordHash));
}
