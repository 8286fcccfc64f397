import type { Clock, Log, UnitOfWork } from "@ashlar/kernel";
import type { PersistentCipher } from "@ashlar/secrets";
import type { Spine } from "@ashlar/spine";
import { queuedAccountMail } from "../accounts/infrastructure/account-mail-jobs.ts";
import { postgresAccountTokenWriter } from "../accounts/infrastructure/postgres-account-token-writer.ts";
import { postgresSettingsWriter } from "../accounts/infrastructure/postgres-settings.ts";
import { postgresUserWriter } from "../accounts/infrastructure/postgres-user-writer.ts";
import { postgresApiKeyWriter } from "../api-keys/infrastructure/postgres-api-key-writer.ts";
import { postgresChallengeWriter } from "../passkeys/infrastructure/postgres-challenge-writer.ts";
import { postgresPasskeyWriter } from "../passkeys/infrastructure/postgres-passkey-writer.ts";
import { postgresSignInAttemptWriter } from "../providers/infrastructure/postgres-sign-in-attempt-writer.ts";
import { postgresUserIdentityWriter } from "../providers/infrastructure/postgres-user-identity-writer.ts";
import { postgresProofWriter } from "../reauthentication/infrastructure/postgres-proof-writer.ts";
import { postgresSecondFactorWriter } from "../second-factor/infrastructure/postgres-second-factor-writer.ts";
import { luciaSessionWriter } from "../sessions/infrastructure/lucia/lucia-session-writer.ts";
import type { SessionChange } from "../sessions/infrastructure/session-channel.ts";
import type { CredentialWriters } from "../shared/credential-deps.ts";
import type { IdentityWriters } from "../shared/identity-deps.ts";
import { postgresLoginThrottleWriter } from "../throttle/infrastructure/postgres-login-throttle.ts";
import { postgresSignInPlaceWriter } from "../throttle/infrastructure/postgres-sign-in-place-writer.ts";
import { postgresTokenFamilyWriter } from "../tokens/infrastructure/postgres-token-family-writer.ts";
import { securityLog } from "./security-log.ts";

type Deps = {
  readonly spine: Pick<Spine, "unitOfWork">;
  readonly clock: Clock;
  readonly sealing: PersistentCipher;
  readonly log?: Log | undefined;
};

/**
 * The module's way to write: its rows beside the spine's events, jobs and audit entries.
 *
 * @param onCommitted - Told of every change of sessions once it has committed, or may have: this process need not wait
 *   for the notification that the others get.
 */
export const identityUnitOfWork =
  (
    { spine, clock, sealing, log }: Deps,
    onCommitted: (change: SessionChange) => void,
  ): UnitOfWork<IdentityWriters & CredentialWriters> =>
  async (work) => {
    let changes: SessionChange[] = [];
    let security = securityLog(log);
    const note = (change: SessionChange): void => void changes.push(change);
    const transact = spine.unitOfWork((tx) => {
      changes = [];
      security = securityLog(log);
      return {
        users: postgresUserWriter(tx),
        settings: postgresSettingsWriter(tx),
        sessions: luciaSessionWriter(tx, clock, note),
        accountTokens: postgresAccountTokenWriter(tx, clock),
        signInPlaces: postgresSignInPlaceWriter(tx),
        proofs: postgresProofWriter(tx, note),
        loginThrottle: postgresLoginThrottleWriter(tx),
        apiKeys: postgresApiKeyWriter(tx, note),
        secondFactors: postgresSecondFactorWriter(tx, sealing),
        passkeys: postgresPasskeyWriter(tx),
        challenges: postgresChallengeWriter(tx),
        tokenFamilies: postgresTokenFamilyWriter(tx),
        signInAttempts: postgresSignInAttemptWriter(tx),
        userIdentities: postgresUserIdentityWriter(tx),
      };
    });
    try {
      const result = await transact((writers) => {
        const { audit, jobs } = writers;
        return work({ ...writers, audit: security.heard(audit), accountMail: queuedAccountMail(jobs) });
      });
      security.write();
      return result;
    } finally {
      for (const change of changes) onCommitted(change);
    }
  };
