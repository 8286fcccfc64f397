import type { ClientOptions } from "./client-options.ts";
import { currentSecret } from "./credential-source.ts";
import type { CookieMode } from "./fetch-like.ts";
import { currentHeaders } from "./request-headers.ts";
import type { TokenPairs } from "./token-pair.ts";

/** How the requests of one client say who is calling, with whatever else goes along with all of them. */
export type Credentials = {
  readonly mode: CookieMode;
  readonly headers: () => Promise<Record<string, string>>;
};

/** Chooses between cookies and headers once, and reads the secrets for every request. */
export function credentialsOf(
  { token, apiKey, headers }: Pick<ClientOptions, "token" | "apiKey" | "headers">,
  pairs: TokenPairs | null,
): Credentials {
  const isCookieClient = token === undefined && apiKey === undefined && pairs === null;
  return {
    mode: isCookieClient ? "include" : "omit",
    headers: async () => {
      const bearer = pairs ? pairs.accessToken() : currentSecret(token);
      const [secret, key, more] = await Promise.all([bearer, currentSecret(apiKey), currentHeaders(headers)]);
      return {
        ...(secret ? { authorization: `Bearer ${secret}` } : {}),
        ...(key ? { "x-api-key": key } : {}),
        ...more,
      };
    },
  };
}
