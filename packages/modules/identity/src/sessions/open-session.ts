import type { User } from "../accounts/user.ts";
import type { IdentityWriters } from "../shared/identity-deps.ts";
import type { SessionOrigin } from "../shared/ports.ts";
import { userSubject } from "../shared/user-subject.ts";
import { sessionActor } from "./session-actor.ts";
import type { SignedIn } from "./signed-in.ts";

export type SignInContext = {
  /** `password`, `passkey`, or a provider's name. */
  readonly method: string;
  /** A code or a passkey was part of the proof. */
  readonly hasSecondFactor: boolean;
  readonly origin: SessionOrigin;
};

/** Opens a session for an authenticated user, with its event and its audit entry. */
export async function openSession(
  writers: Pick<IdentityWriters, "sessions" | "signInPlaces" | "events" | "audit">,
  user: User,
  { method, hasSecondFactor, origin }: SignInContext,
  at: Date,
): Promise<SignedIn> {
  const { sessions, signInPlaces, events, audit } = writers;
  const session = await sessions.open(user.id, origin, at, hasSecondFactor);
  const isKnownPlace = await signInPlaces.remember(user.id, origin, at);
  await events.append({
    type: "user.signed_in",
    aggregateId: user.id,
    actorId: user.id,
    data: { userId: user.id, sessionId: session.id, method, isKnownPlace, ...origin },
  });
  await audit.record({
    action: "identity.signed-in",
    actor: sessionActor(user, session.id),
    subject: userSubject(user.id),
    details: { method },
  });
  return { user, session };
}
