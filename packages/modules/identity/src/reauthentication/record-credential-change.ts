import type { Actor, AuditRecord } from "@ashlar/kernel";
import type { IdentityWriters } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";
import type { CredentialChange } from "./credential-change.ts";

export type ChangedCredential = {
  readonly change: CredentialChange;
  /** Whose account it is. */
  readonly userId: string;
  /** What the owner calls it: the name of a key, a passkey or a provider. */
  readonly label?: string;
  /** Default: the user. */
  readonly subject?: AuditRecord["subject"];
  readonly details?: AuditRecord["details"];
};

/**
 * Writes down that a credential has changed, for the audit trail and for the mail to the account's owner.
 *
 * One call for both: no change is in the trail of which its owner gets no mail. Both commit with the change.
 */
export async function recordCredentialChange(
  { events, audit }: Pick<IdentityWriters, "events" | "audit">,
  actor: Actor,
  { change, userId, label, subject = userSubject(userId), details }: ChangedCredential,
): Promise<void> {
  await events.append({
    type: "user.credential_changed",
    aggregateId: userId,
    actorId: actor.userId,
    data: { userId, change, label: label ?? null },
  });
  await audit.record({ action: `identity.${change}`, actor, subject, ...(details && { details }) });
}
