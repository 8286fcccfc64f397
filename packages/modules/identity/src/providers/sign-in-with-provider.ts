import { uuidV7 } from "@ashlar/kernel";
import { emailVerified, openedAccount, type User } from "../accounts/user.ts";
import { recordCredentialChange } from "../reauthentication/record-credential-change.ts";
import { openSession } from "../sessions/open-session.ts";
import { sessionActor } from "../sessions/session-actor.ts";
import type { SignedIn } from "../sessions/signed-in.ts";
import type { IdentityWriters } from "../shared/identity-deps.ts";
import type { SessionOrigin } from "../shared/ports.ts";
import { userSubject } from "../shared/user-subject.ts";
import type { ProviderDeps } from "./provider-deps.ts";
import { providerErrors } from "./provider-errors.ts";
import type { ProviderClaims } from "./provider-ports.ts";

type Arrival = {
  readonly providerName: string;
  readonly claims: ProviderClaims;
  readonly origin: SessionOrigin;
};

/**
 * Signs the person in whom a provider has named: as the user linked to that account, else as the user with its address,
 * else as a new one.
 *
 * Linking needs the address verified on both sides. An account here whose address nobody verified may have been opened
 * by somebody else, who knows its password: it is not handed over, nor is the newcomer let into it.
 *
 * An account with a second factor or a passkey is signed in without it, and asked for it before anything sensitive is
 * changed.
 *
 * @throws EMAIL_UNVERIFIED, ACCOUNT_NOT_LINKABLE, ACCOUNT_CLOSED or EMAIL_TAKEN (of two newcomers with one address at once).
 */
export async function signInWithProvider(deps: ProviderDeps, arrival: Arrival): Promise<SignedIn> {
  const { providerName, claims, origin } = arrival;
  const at = deps.clock.now();
  return deps.transact(async (writers) => {
    const linkedId = await writers.userIdentities.find(providerName, claims.subject);
    const user =
      linkedId === null ? await linkedUser(deps, writers, arrival, at) : await active(writers, linkedId);
    // The link may have ended while this waited for the account's lock.
    if (linkedId !== null && (await writers.userIdentities.find(providerName, claims.subject)) !== linkedId) {
      throw providerErrors.PROVIDER_REFUSED();
    }
    return openSession(writers, user, { method: providerName, hasSecondFactor: false, origin }, at);
  });
}

async function active({ users }: IdentityWriters, userId: string): Promise<User> {
  const locked = await users.lock(userId);
  if (locked?.user.status !== "active") throw providerErrors.ACCOUNT_CLOSED();
  return locked.user;
}

async function linkedUser(
  deps: ProviderDeps,
  writers: IdentityWriters,
  { providerName, claims, origin }: Arrival,
  at: Date,
): Promise<User> {
  const { email, subject, isEmailVerified } = claims;
  if (email === null || !isEmailVerified) throw providerErrors.EMAIL_UNVERIFIED();
  const found = await deps.users.credentialsByEmail(email);
  const user = found
    ? await linkable(writers, found.user.id, email)
    : await newcomer(writers, { email, name: claims.name, origin }, at);
  await writers.userIdentities.link({ provider: providerName, subject, userId: user.id, email }, at);
  await recordLink(writers, user, providerName, found === null);
  return user;
}

/** A newcomer is welcomed by a mail and knows how they came. */
async function recordLink(
  writers: IdentityWriters,
  user: User,
  provider: string,
  isNewcomer: boolean,
): Promise<void> {
  const [actor, details] = [sessionActor(user), { provider }];
  if (isNewcomer) {
    const subject = userSubject(user.id);
    await writers.audit.record({ action: "identity.provider-linked", actor, subject, details });
  } else {
    const change = { change: "provider-linked", userId: user.id, label: provider, details } as const;
    await recordCredentialChange(writers, actor, change);
  }
}

async function linkable(writers: IdentityWriters, userId: string, email: string): Promise<User> {
  const user = await active(writers, userId);
  if (user.email !== email || user.emailVerifiedAt === null) throw providerErrors.ACCOUNT_NOT_LINKABLE();
  return user;
}

/** Of a user's name; what stands before the @ may be longer. */
const longestName = 100;

async function newcomer(
  { users, signInPlaces, events, audit }: IdentityWriters,
  person: { readonly email: string; readonly name: string | null; readonly origin: SessionOrigin },
  at: Date,
): Promise<User> {
  const { email, origin } = person;
  const name = person.name ?? email.slice(0, email.indexOf("@")).slice(0, longestName);
  const user = emailVerified(openedAccount({ id: uuidV7(), email, name }, at), at);
  await users.add(user, null);
  // The place of the first sign-in is nothing to warn of.
  await signInPlaces.remember(user.id, origin, at);
  const about = { aggregateId: user.id, actorId: user.id, isFirst: true } as const;
  await events.append(
    { ...about, type: "user.registered", data: { userId: user.id, email, name } },
    { ...about, type: "user.email_verified", data: { userId: user.id, email } },
  );
  await audit.record({
    action: "identity.registered",
    actor: sessionActor(user),
    subject: userSubject(user.id),
  });
  return user;
}
