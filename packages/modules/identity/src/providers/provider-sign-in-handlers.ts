import { type Actor, DomainError } from "@ashlar/kernel";
import { logout } from "../sessions/logout.ts";
import type { SessionOrigin } from "../shared/ports.ts";
import { type BegunSignIn, beginProviderSignIn } from "./begin-provider-sign-in.ts";
import { finishProviderSignIn } from "./finish-provider-sign-in.ts";
import type { ProviderDeps } from "./provider-deps.ts";

/** Sign-in at providers, as a surface that redirects browsers needs it. */
export type ProviderSignIn = {
  /** @returns null when there is no such provider. @throws Unavailable when it cannot be reached. */
  readonly begin: (provider: string, returnTo: string | null) => Promise<BegunSignIn | null>;
  /**
   * @param query - What the browser brought to the callback, with its `?`.
   * @param secret - What the browser was given at the beginning.
   * @param replaced - Who is signed in in the browser already; that session ends when the new one begins.
   * @throws SIGN_IN_EXPIRED (a DomainError) when this browser has begun none at this provider.
   * @throws Unavailable when the provider cannot be reached.
   */
  readonly finish: (
    provider: string,
    query: string,
    secret: string | null,
    origin: SessionOrigin,
    replaced: Actor | null,
  ) => Promise<{
    readonly returnTo: string;
    readonly session: { readonly token: string; readonly endsAt: Date } | null;
    /** Why there is no session. */
    readonly error: string | null;
  }>;
};

export const providerSignIn = (deps: ProviderDeps): ProviderSignIn => ({
  begin: (provider, returnTo) => beginProviderSignIn(deps, provider, returnTo),
  finish: async (providerName, query, secret, origin, replaced) => {
    // Not from the request's own address, which a proxy or a client may have made up.
    const callbackUrl = `${deps.ownOrigin}/auth/oidc/${providerName}/callback${query}`;
    const { returnTo, outcome } = await finishProviderSignIn(deps, {
      providerName,
      callbackUrl,
      secret,
      origin,
    });
    if (outcome instanceof DomainError) return { returnTo, session: null, error: outcome.code };
    if (replaced !== null) await logout(deps, replaced);
    return { returnTo, session: outcome.session, error: null };
  },
});
