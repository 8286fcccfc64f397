import { contract } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";
import { type Implementation, implement, Unauthenticated } from "@ashlar/rpc";
import { confirmEmailChange } from "../accounts/confirm-email-change.ts";
import { deactivateSelf } from "../accounts/deactivate-self.ts";
import { register } from "../accounts/register.ts";
import { requestEmailChange } from "../accounts/request-email-change.ts";
import { resendVerification } from "../accounts/resend-verification.ts";
import { verifyEmail } from "../accounts/verify-email.ts";
import { passkeyHandlers } from "../passkeys/passkey-handlers.ts";
import { changePassword } from "../passwords/change-password.ts";
import { requestPasswordReset } from "../passwords/request-password-reset.ts";
import { resetPassword } from "../passwords/reset-password.ts";
import { listLinkedProviders } from "../providers/list-linked-providers.ts";
import type { ProviderDeps } from "../providers/provider-deps.ts";
import { linkedProvidersView, providersView } from "../providers/providers-view.ts";
import { removeLinkedProvider } from "../providers/remove-linked-provider.ts";
import { reauthenticate } from "../reauthentication/reauthenticate.ts";
import { secondFactorHandlers } from "../second-factor/second-factor-handlers.ts";
import { listSessions } from "../sessions/list-sessions.ts";
import { login } from "../sessions/login.ts";
import { logout } from "../sessions/logout.ts";
import { logoutEverywhere } from "../sessions/logout-everywhere.ts";
import { meView } from "../sessions/me-view.ts";
import { revokeSession } from "../sessions/revoke-session.ts";
import { sessionView } from "../sessions/session-view.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { tokenHandlers } from "../tokens/token-handlers.ts";
import { handOverSession } from "./hand-over-session.ts";
import { originOf } from "./origin-of.ts";

type Deps = CredentialDeps & Pick<ProviderDeps, "providers" | "ownOrigin">;

const noSession = Promise.resolve(null);

/** @returns null when the account is gone. */
async function meOf(deps: Deps, actor: Actor) {
  const user = await deps.users.find(actor.userId);
  return user && meView(actor, user, deps.secondFactorDuty);
}

/** `auth.*` of the contract, filled in. */
export const authProcedures = (deps: Deps): Implementation<typeof contract.auth> =>
  implement(contract.auth, {
    register: async ({ input, request, credentials }) => {
      const signedIn = await register(deps, { ...input, origin: originOf(request) });
      return handOverSession(deps, signedIn, credentials);
    },
    login: async ({ input, request, credentials }) => {
      const signedIn = await login(deps, { ...input, origin: originOf(request) });
      return handOverSession(deps, signedIn, credentials);
    },
    signInProviders: async () => providersView(deps),
    logout: async ({ actor, credentials }) => {
      await logout(deps, actor);
      credentials.withdrawSession();
    },
    logoutEverywhere: async ({ actor, credentials }) => {
      await logoutEverywhere(deps, actor);
      credentials.withdrawSession();
    },
    me: async ({ actor }) => {
      const me = await meOf(deps, actor);
      if (me === null) throw new Unauthenticated();
      return me;
    },
    session: ({ viewer }) => (viewer === null ? noSession : meOf(deps, viewer)),
    sessions: {
      list: async ({ actor }) =>
        (await listSessions(deps, actor)).map((session) => sessionView(session, actor)),
      revoke: async ({ actor, input, credentials }) => {
        await revokeSession(deps, actor, input.id);
        if (input.id === actor.sessionId) credentials.withdrawSession();
      },
    },
    changePassword: ({ actor, input, request }) =>
      changePassword(deps, actor, { ...input, address: request.address }),
    requestPasswordReset: ({ input }) => requestPasswordReset(deps, input.email),
    resetPassword: ({ viewer, input, request }) =>
      resetPassword(deps, viewer, { ...input, origin: originOf(request) }),
    verifyEmail: ({ viewer, input, request }) =>
      verifyEmail(deps, viewer, { ...input, address: request.address }),
    resendVerification: ({ actor }) => resendVerification(deps, actor),
    changeEmail: ({ actor, input, request }) =>
      requestEmailChange(deps, actor, { ...input, address: request.address }),
    confirmEmailChange: ({ viewer, input, request }) =>
      confirmEmailChange(deps, viewer, { ...input, address: request.address }),
    deactivate: async ({ actor, input, request, credentials }) => {
      await deactivateSelf(deps, actor, { ...input, address: request.address });
      credentials.withdrawSession();
    },
    reauthenticate: ({ actor, input, request }) =>
      reauthenticate(deps, actor, { ...input, address: request.address }),
    secondFactor: secondFactorHandlers(deps),
    passkeys: passkeyHandlers(deps),
    providers: {
      list: async ({ actor }) => linkedProvidersView(deps, await listLinkedProviders(deps, actor)),
      remove: ({ actor, input }) => removeLinkedProvider(deps, actor, input.id),
    },
    tokens: tokenHandlers(deps),
  });
