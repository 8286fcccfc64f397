import type { Clock, UnitOfWork } from "@ashlar/kernel";
import type { Spine } from "@ashlar/spine";
import type { IdentityWriters } from "../application/identity-deps.ts";
import { queuedAccountMail } from "./account-mail-jobs.ts";
import { luciaSessionWriter } from "./lucia/lucia-session-writer.ts";
import { postgresAccountTokenWriter } from "./postgres-account-token-writer.ts";
import { postgresSignInPlaceWriter } from "./postgres-sign-in-place-writer.ts";
import { postgresUserWriter } from "./postgres-user-writer.ts";
import { postgresSignInAttemptWriter } from "./providers/postgres-sign-in-attempt-writer.ts";
import { postgresUserIdentityWriter } from "./providers/postgres-user-identity-writer.ts";
import type { SessionChange } from "./session-channel.ts";

/**
 * The module's way to write: its rows beside the spine's events, jobs and audit entries.
 *
 * @param onCommitted - Told of every change of sessions once it has committed, or may have: this process need not wait
 *   for the notification that the others get.
 */
export const identityUnitOfWork =
  (
    spine: Pick<Spine, "unitOfWork">,
    clock: Clock,
    onCommitted: (change: SessionChange) => void,
  ): UnitOfWork<IdentityWriters> =>
  async (work) => {
    let changes: SessionChange[] = [];
    const transact = spine.unitOfWork((tx) => {
      changes = [];
      return {
        users: postgresUserWriter(tx),
        sessions: luciaSessionWriter(tx, clock, (change) => changes.push(change)),
        accountTokens: postgresAccountTokenWriter(tx, clock),
        signInPlaces: postgresSignInPlaceWriter(tx),
        signInAttempts: postgresSignInAttemptWriter(tx),
        userIdentities: postgresUserIdentityWriter(tx),
      };
    });
    try {
      return await transact((writers) => work({ ...writers, accountMail: queuedAccountMail(writers.jobs) }));
    } finally {
      for (const change of changes) onCommitted(change);
    }
  };
