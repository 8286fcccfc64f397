import { allowedReturn } from "./allowed-return.ts";
import type { ProviderDeps } from "./provider-deps.ts";

const attemptLifetimeMs = 600_000;

export type BegunSignIn = {
  /** Where to send the browser. */
  readonly url: string;
  /** Kept by the browser alone: another one cannot finish the sign-in. */
  readonly secret: string;
};

/**
 * Begins a sign-in at a provider; it has to be finished within 10 minutes.
 *
 * @param returnTo - Where the browser wants to go afterwards; what is not admitted becomes the start page.
 * @returns null when there is no such provider.
 * @throws Unavailable when the provider cannot be reached.
 */
export async function beginProviderSignIn(
  deps: ProviderDeps,
  providerName: string,
  returnTo: string | null,
): Promise<BegunSignIn | null> {
  const provider = deps.providers.get(providerName);
  if (provider === undefined) return null;
  const { url, ...checks } = await provider.begin();
  const attempt = {
    ...checks,
    provider: provider.name,
    returnTo: allowedReturn(returnTo, deps.ownOrigin, deps.allowsOrigin),
    expiresAt: new Date(deps.clock.now().getTime() + attemptLifetimeMs),
  };
  return { url, secret: await deps.transact(({ signInAttempts }) => signInAttempts.add(attempt)) };
}
