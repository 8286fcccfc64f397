import type { contract } from "@ashlar/contracts";
import type { HandlersOf } from "@ashlar/rpc";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { confirmSecondFactor } from "./confirm-second-factor.ts";
import { disableSecondFactor } from "./disable-second-factor.ts";
import { enrolSecondFactor } from "./enrol-second-factor.ts";
import { replaceRecoveryCodes } from "./replace-recovery-codes.ts";

/** `auth.secondFactor.*` of the contract, filled in. */
export const secondFactorHandlers = (
  deps: CredentialDeps,
): HandlersOf<typeof contract.auth.secondFactor> => ({
  get: async ({ actor }) => {
    const { onSince, recoveryCodesLeft } = await deps.secondFactors.statusOf(actor.userId);
    return { isOn: onSince !== null, onSince, recoveryCodesLeft };
  },
  enrol: ({ actor }) => enrolSecondFactor(deps, actor),
  confirm: async ({ actor, input, request }) => {
    const codes = await confirmSecondFactor(deps, actor, { code: input.code, address: request.address });
    return { recoveryCodes: [...codes] };
  },
  disable: ({ actor }) => disableSecondFactor(deps, actor),
  replaceRecoveryCodes: async ({ actor }) => ({
    recoveryCodes: [...(await replaceRecoveryCodes(deps, actor))],
  }),
});
