import { Unavailable } from "@ashlar/kernel";
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from "openid-client";
import { providerErrors } from "../provider-errors.ts";
import type { ProviderChecks } from "../provider-ports.ts";

/** Seconds that a provider may take to answer one request. */
export const providerTimeoutSeconds = 5;

/** Makes the address that begins the authorization code flow: with PKCE, state and, for OpenID Connect, a nonce. */
export async function authorizationUrl(
  configuration: Configuration,
  redirectUri: string,
  { scope, hasNonce }: { readonly scope: string; readonly hasNonce: boolean },
): Promise<ProviderChecks & { readonly url: string }> {
  const checks = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
  const { href } = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope,
    state: checks.state,
    ...(hasNonce && { nonce: checks.nonce }),
    code_challenge: await calculatePKCECodeChallenge(checks.codeVerifier),
    code_challenge_method: "S256",
  });
  return { ...checks, url: href };
}

/**
 * Trades the code that the browser brought for tokens.
 *
 * Checks state, issuer (RFC 9207), PKCE and, for OpenID Connect, the ID token with its signature, audience and nonce.
 *
 * @throws PROVIDER_REFUSED when any check fails or the provider says no.
 * @throws Unavailable when it does not answer.
 */
export const redeemedCode = (
  configuration: Configuration,
  callbackUrl: string,
  { state, nonce, codeVerifier }: ProviderChecks,
  hasNonce: boolean,
): Promise<TokenEndpointResponse & TokenEndpointResponseHelpers> =>
  answered(() =>
    authorizationCodeGrant(configuration, new URL(callbackUrl), {
      expectedState: state,
      pkceCodeVerifier: codeVerifier,
      ...(hasNonce && { expectedNonce: nonce, idTokenExpected: true }),
    }),
  );

/** Translates a provider's failures: silence is temporary, anything else is a no. */
export async function answered<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (cause) {
    if (isSilence(cause)) throw new Unavailable("The provider does not answer.", { cause });
    throw providerErrors.PROVIDER_REFUSED({}, { cause });
  }
}

const isSilence = (error: unknown): boolean => {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    const code = "code" in one ? String(one.code) : "";
    if (one.name === "TimeoutError" || code === "OAUTH_TIMEOUT") return true;
    if (/^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|UND_ERR)/.test(code)) return true;
  }
  return false;
};
