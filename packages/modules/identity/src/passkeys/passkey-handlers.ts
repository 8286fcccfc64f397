import type { contract } from "@ashlar/contracts";
import type { HandlersOf } from "@ashlar/rpc";
import { handOverSession } from "../api/hand-over-session.ts";
import { originOf } from "../api/origin-of.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { listPasskeys } from "./list-passkeys.ts";
import { loginWithPasskey } from "./login-with-passkey.ts";
import { registerPasskey } from "./register-passkey.ts";
import { removePasskey } from "./remove-passkey.ts";
import { renamePasskey } from "./rename-passkey.ts";
import { startPasskeyLogin } from "./start-passkey-login.ts";
import { startPasskeyRegistration } from "./start-passkey-registration.ts";

/** `auth.passkeys.*` of the contract, filled in; the output schema takes off whose a passkey is. */
export const passkeyHandlers = (deps: CredentialDeps): HandlersOf<typeof contract.auth.passkeys> => ({
  list: async ({ actor }) => [...(await listPasskeys(deps, actor))],
  startRegistration: ({ actor }) => startPasskeyRegistration(deps, actor),
  register: ({ actor, input }) => registerPasskey(deps, actor, input),
  startLogin: () => startPasskeyLogin(deps),
  login: async ({ input, request, credentials }) => {
    const signedIn = await loginWithPasskey(deps, { ...input, origin: originOf(request) });
    return handOverSession(deps, signedIn, credentials);
  },
  rename: ({ actor, input }) => renamePasskey(deps, actor, { passkeyId: input.id, name: input.name }),
  remove: ({ actor, input }) => removePasskey(deps, actor, input.id),
});
