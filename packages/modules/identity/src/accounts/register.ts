import { uuidV7 } from "@ashlar/kernel";
import { hashNewPassword } from "../passwords/hash-new-password.ts";
import { sessionActor } from "../sessions/session-actor.ts";
import type { SignedIn } from "../sessions/signed-in.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import type { SessionOrigin } from "../shared/ports.ts";
import { userSubject } from "../shared/user-subject.ts";
import { openedAccount } from "./user.ts";

export type Register = {
  /** In lower case. */
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly origin: SessionOrigin;
};

/**
 * Opens an account and signs in; the account, its session and the mail that verifies its address commit together.
 *
 * @throws EMAIL_TAKEN when another account has the email; two at once: one wins.
 * @throws PASSWORD_REFUSED when the password is easy to guess or known from a breach.
 */
export async function register(
  deps: Pick<CredentialDeps, "clock" | "hasher" | "breachedPasswords" | "transact">,
  { email, password, name, origin }: Register,
): Promise<SignedIn> {
  const passwordHash = await hashNewPassword(deps, password, { email, name });
  const at = deps.clock.now();
  const user = openedAccount({ id: uuidV7(), email, name }, at);
  return deps.transact(
    async ({ users, sessions, signInPlaces, loginThrottle, accountMail, events, audit }) => {
      await users.add(user, passwordHash);
      const session = await sessions.open(user.id, origin, at);
      await signInPlaces.remember(user.id, origin, at);
      await loginThrottle.trust({ account: email, address: origin.address }, at);
      await accountMail.verification(user.id);
      await events.append({
        type: "user.registered",
        aggregateId: user.id,
        actorId: user.id,
        isFirst: true,
        data: { userId: user.id, email, name },
      });
      await audit.record({
        action: "identity.registered",
        actor: sessionActor(user, session.id),
        subject: userSubject(user.id),
      });
      return { user, session };
    },
  );
}
