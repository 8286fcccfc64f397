import { allowInsecureRequests, Configuration, fetchProtectedResource } from "openid-client";
import { z } from "zod";
import type { SignInProvider } from "../provider-ports.ts";
import { answered, authorizationUrl, providerTimeoutSeconds, redeemedCode } from "./authorization-code.ts";
import { providerClaims } from "./provider-claims.ts";
import type { ProviderOptions } from "./provider-options.ts";

const Account = z.object({ id: z.int(), name: z.string().nullish(), login: z.string() });
const Emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/**
 * Signs in at GitHub: OAuth 2 with PKCE, then two questions to its API. There is no ID token; what its API says over TLS
 * to our own request is what counts.
 *
 * The subject is the account's number, since names there change hands.
 */
export function githubProvider(options: ProviderOptions, redirectUri: string): SignInProvider {
  const { name, label, issuer, apiUrl = "https://api.github.com", clientId, clientSecret } = options;
  const config = new Configuration(
    {
      issuer,
      authorization_endpoint: `${issuer}/login/oauth/authorize`,
      token_endpoint: `${issuer}/login/oauth/access_token`,
    },
    clientId,
    clientSecret,
  );
  config.timeout = providerTimeoutSeconds;
  // The configuration admits http for loopback addresses alone.
  if (issuer.startsWith("http:")) allowInsecureRequests(config);
  const ask = async <Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    token: string,
  ): Promise<z.output<Schema>> => {
    const headers = new Headers({ accept: "application/vnd.github+json", "user-agent": "ashlar" });
    const response = await fetchProtectedResource(
      config,
      token,
      new URL(`${apiUrl}${path}`),
      "GET",
      null,
      headers,
    );
    return schema.parse(await response.json());
  };
  return {
    name,
    label,
    begin: () => authorizationUrl(config, redirectUri, { scope: "read:user user:email", hasNonce: false }),
    finish: async (callbackUrl, checks) => {
      const { access_token: token } = await redeemedCode(config, callbackUrl, checks, false);
      const [account, emails] = await answered(() =>
        Promise.all([ask(Account, "/user", token), ask(Emails, "/user/emails", token)]),
      );
      const primary = emails.find((one) => one.primary);
      return providerClaims({
        subject: String(account.id),
        email: primary?.email,
        isEmailVerified: primary?.verified,
        name: account.name ?? account.login,
      });
    },
  };
}
