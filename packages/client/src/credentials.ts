import type { ClientOptions } from "./client-options.ts";
import { currentSecret } from "./credential-source.ts";

/** How the requests of one client say who is calling. */
export type Credentials = {
  readonly mode: "include" | "omit";
  readonly headers: () => Promise<Record<string, string>>;
};

/** Chooses between cookies and headers once, and reads the secrets for every request. */
export const credentialsOf = ({ token, apiKey }: Pick<ClientOptions, "token" | "apiKey">): Credentials => ({
  mode: token === undefined && apiKey === undefined ? "include" : "omit",
  headers: async () => {
    const [bearer, key] = await Promise.all([currentSecret(token), currentSecret(apiKey)]);
    return {
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...(key ? { "x-api-key": key } : {}),
    };
  },
});
