import { DomainError } from "@ashlar/kernel";
import type { SignedIn } from "../sessions/signed-in.ts";
import type { SessionOrigin } from "../shared/ports.ts";
import { userSubject } from "../shared/user-subject.ts";
import type { ProviderDeps } from "./provider-deps.ts";
import { providerErrors } from "./provider-errors.ts";
import { signInWithProvider } from "./sign-in-with-provider.ts";

export type FinishProviderSignIn = {
  readonly providerName: string;
  readonly callbackUrl: string;
  /** What the browser was given at the beginning; null when it brings none. */
  readonly secret: string | null;
  readonly origin: SessionOrigin;
};

export type FinishedSignIn = {
  /** Admitted when the sign-in began. */
  readonly returnTo: string;
  readonly outcome: SignedIn | DomainError;
};

/**
 * Ends a sign-in at a provider, with a session or without.
 *
 * The attempt is used up first, so what the browser brings can be tried once.
 *
 * @throws SIGN_IN_EXPIRED when this browser has begun none, or not at this provider.
 * @throws Unavailable when the provider cannot be reached.
 */
export async function finishProviderSignIn(
  deps: ProviderDeps,
  { providerName, callbackUrl, secret, origin }: FinishProviderSignIn,
): Promise<FinishedSignIn> {
  const at = deps.clock.now();
  const provider = deps.providers.get(providerName);
  const attempt =
    secret === null ? null : await deps.transact(({ signInAttempts }) => signInAttempts.take(secret, at));
  if (provider === undefined || attempt?.provider !== providerName) throw providerErrors.SIGN_IN_EXPIRED();
  try {
    const claims = await provider.finish(callbackUrl, attempt);
    const outcome = await signInWithProvider(deps, { providerName, claims, origin });
    return { returnTo: attempt.returnTo, outcome };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await deps.transact(({ audit }) =>
      audit.record({
        action: "identity.sign-in-refused",
        actor: null,
        subject: userSubject("unknown"),
        details: { provider: providerName, reason: error.code },
      }),
    );
    return { returnTo: attempt.returnTo, outcome: error };
  }
}
