import { Unavailable } from "@ashlar/kernel";
import {
  allowInsecureRequests,
  Configuration,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type UserInfoResponse,
} from "openid-client";
import { providerErrors } from "../provider-errors.ts";
import type { SignInProvider } from "../provider-ports.ts";
import { answered, authorizationUrl, providerTimeoutSeconds, redeemedCode } from "./authorization-code.ts";
import { providerClaims } from "./provider-claims.ts";
import type { ProviderOptions } from "./provider-options.ts";

/**
 * Signs in at any OpenID Connect provider, found by discovery at the first sign-in.
 *
 * @param redirectUri - The callback's address, as registered at the provider.
 * @see OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 9207 (issuer in the response).
 */
export function oidcProvider(options: ProviderOptions, redirectUri: string): SignInProvider {
  const { name, label, clientId, clientSecret } = options;
  const issuer = new URL(options.issuer);
  let discovered: Promise<Configuration> | null = null;
  const configuration = (): Promise<Configuration> => {
    discovered ??= discovery(issuer, clientId, clientSecret, undefined, {
      timeout: providerTimeoutSeconds,
      // The configuration admits http for loopback addresses alone.
      ...(issuer.protocol === "http:" && { execute: [allowInsecureRequests] }),
    }).catch((cause: unknown) => {
      discovered = null;
      throw new Unavailable(`The provider ${name} cannot be discovered.`, { cause });
    });
    return discovered;
  };
  /**
   * The same provider, with its signing keys read at this sign-in: a remembered set refuses a new key for a minute and
   * takes a withdrawn one for five. Without the check the library never reads the signature of an ID token that comes from
   * the token endpoint.
   */
  const withCurrentKeys = (found: Configuration): Configuration => {
    const config = new Configuration(found.serverMetadata(), clientId, clientSecret);
    config.timeout = providerTimeoutSeconds;
    if (issuer.protocol === "http:") allowInsecureRequests(config);
    enableNonRepudiationChecks(config);
    return config;
  };
  return {
    name,
    label,
    begin: async () =>
      authorizationUrl(await configuration(), redirectUri, { scope: "openid email profile", hasNonce: true }),
    finish: async (callbackUrl, checks) => {
      const config = withCurrentKeys(await configuration());
      const tokens = await redeemedCode(config, callbackUrl, checks, true);
      const claims = tokens.claims();
      if (claims === undefined) throw providerErrors.PROVIDER_REFUSED();
      const isTold = claims.email !== undefined || config.serverMetadata().userinfo_endpoint === undefined;
      const said: Partial<UserInfoResponse> = isTold
        ? claims
        : await answered(() => fetchUserInfo(config, tokens.access_token, claims.sub));
      return providerClaims({
        subject: claims.sub,
        email: said.email,
        isEmailVerified: said.email_verified,
        name: said.name,
      });
    },
  };
}
