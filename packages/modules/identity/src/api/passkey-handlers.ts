import type { contract } from "@ashlar/contracts";
import type { HandlersOf } from "@ashlar/rpc";
import type { CredentialDeps } from "../application/credential-deps.ts";
import { listPasskeys } from "../application/passkeys/list-passkeys.ts";
import { loginWithPasskey } from "../application/passkeys/login-with-passkey.ts";
import { registerPasskey } from "../application/passkeys/register-passkey.ts";
import { removePasskey } from "../application/passkeys/remove-passkey.ts";
import { renamePasskey } from "../application/passkeys/rename-passkey.ts";
import { startPasskeyLogin } from "../application/passkeys/start-passkey-login.ts";
import { startPasskeyRegistration } from "../application/passkeys/start-passkey-registration.ts";
import { handOverSession } from "./hand-over-session.ts";
import { originOf } from "./origin-of.ts";

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
