import type { Actor } from "@ashlar/kernel";
import type { IdentityWriters } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";
import { deactivated, type User } from "./user.ts";

/** Closes a locked account: its sessions and mailed links end with it, and its hold on an address that nobody verified. */
export async function closeAccount(
  writers: Pick<IdentityWriters, "users" | "sessions" | "accountTokens" | "events" | "audit">,
  actor: Actor,
  user: User,
  at: Date,
): Promise<User> {
  const { users, sessions, accountTokens, events, audit } = writers;
  const next = deactivated(user, at);
  await users.save(next);
  await sessions.endAll(user.id);
  await accountTokens.discardAll(user.id);
  await events.append({
    type: "user.deactivated",
    aggregateId: user.id,
    actorId: actor.userId,
    data: { userId: user.id, ...(next.email !== user.email && { formerEmail: user.email }) },
  });
  await audit.record({ action: "identity.deactivated", actor, subject: userSubject(user.id) });
  return next;
}
