import { credentialErrors } from "../../domain/credential-errors.ts";
import { owesSecondFactor } from "../../domain/second-factor-duty.ts";
import type { User } from "../../domain/user.ts";
import type { CredentialDeps, CredentialWriters } from "../credential-deps.ts";
import type { IdentityWriters } from "../identity-deps.ts";
import type { Person } from "../proofs/session-of.ts";
import { hasFactor } from "./has-factor.ts";

type Writers = IdentityWriters & CredentialWriters;

/** Whose factors are changed, locked; and whether there is none yet. */
type Account = { readonly user: User; readonly isFirst: boolean };

/**
 * Changes what the caller proves more by than a password, in one transaction that no other change of it overlaps.
 *
 * Where a role counts only with a second factor, and the account has one, the session must have shown it: who knows the
 * password alone could otherwise add a factor of their own, or take off the one there is and begin again.
 *
 * @throws REAUTHENTICATION_REQUIRED naming the second factor when the session has not shown it.
 * @throws SESSION_REQUIRED when the account is closed.
 */
export const changingFactors = <Result>(
  { transact, secondFactorDuty }: Pick<CredentialDeps, "transact" | "secondFactorDuty">,
  { userId, sessionId }: Person,
  change: (writers: Writers, account: Account) => Promise<Result>,
): Promise<Result> =>
  transact(async (writers) => {
    const locked = await writers.users.lock(userId);
    if (locked?.user.status !== "active") throw credentialErrors.SESSION_REQUIRED();
    const { user } = locked;
    const isFirst = !(await hasFactor(writers, userId));
    const mustShow = !isFirst && owesSecondFactor(secondFactorDuty, user.roles);
    if (mustShow && !(await writers.proofs.hasSecondFactor(userId, sessionId))) {
      throw credentialErrors.REAUTHENTICATION_REQUIRED({ secondFactor: "required" });
    }
    return change(writers, { user, isFirst });
  });
