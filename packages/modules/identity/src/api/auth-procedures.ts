import { contract } from "@ashlar/contracts";
import { type Implementation, implement, Unauthenticated } from "@ashlar/rpc";
import { changePassword } from "../application/change-password.ts";
import { confirmEmailChange } from "../application/confirm-email-change.ts";
import type { CredentialDeps } from "../application/credential-deps.ts";
import { deactivateSelf } from "../application/deactivate-self.ts";
import { listSessions } from "../application/list-sessions.ts";
import { login } from "../application/login.ts";
import { logout } from "../application/logout.ts";
import { logoutEverywhere } from "../application/logout-everywhere.ts";
import { reauthenticate } from "../application/proofs/reauthenticate.ts";
import { listLinkedProviders } from "../application/providers/list-linked-providers.ts";
import type { ProviderDeps } from "../application/providers/provider-deps.ts";
import { removeLinkedProvider } from "../application/providers/remove-linked-provider.ts";
import { register } from "../application/register.ts";
import { requestEmailChange } from "../application/request-email-change.ts";
import { requestPasswordReset } from "../application/request-password-reset.ts";
import { resendVerification } from "../application/resend-verification.ts";
import { resetPassword } from "../application/reset-password.ts";
import { revokeSession } from "../application/revoke-session.ts";
import { verifyEmail } from "../application/verify-email.ts";
import { handOverSession } from "./hand-over-session.ts";
import { meView } from "./me-view.ts";
import { originOf } from "./origin-of.ts";
import { passkeyHandlers } from "./passkey-handlers.ts";
import { linkedProvidersView, providersView } from "./providers-view.ts";
import { secondFactorHandlers } from "./second-factor-handlers.ts";
import { sessionView } from "./session-view.ts";
import { tokenHandlers } from "./token-handlers.ts";

type Deps = CredentialDeps & Pick<ProviderDeps, "providers" | "ownOrigin">;

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
      const user = await deps.users.find(actor.userId);
      if (user === null) throw new Unauthenticated();
      return meView(actor, user, deps.secondFactorDuty);
    },
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
