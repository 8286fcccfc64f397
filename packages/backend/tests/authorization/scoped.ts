import type { Client } from "@ashlar/client";
import type { Scope } from "@ashlar/contracts";
import type { Credentials } from "./call-surface.ts";

/** A key or token that was made for one scope. */
export type Scoped = {
  readonly kind: "API key" | "access token" | "refreshed token";
  readonly scope: Scope;
  readonly credentials: Credentials;
};

/** Makes a key, a token and a token that was refreshed for each scope alone. */
export async function scopedBy(client: Client, scopes: readonly Scope[]): Promise<readonly Scoped[]> {
  const made = await Promise.all(
    scopes.map(async (scope): Promise<readonly Scoped[]> => {
      const { secret } = await client.apiKeys.create.mutate({ name: scope, scopes: [scope] });
      const { accessToken, refreshToken } = await client.auth.tokens.issue.mutate({ scopes: [scope] });
      const refreshed = await client.auth.tokens.refresh.mutate({ refreshToken });
      return [
        { kind: "API key", scope, credentials: { "x-api-key": secret } },
        { kind: "access token", scope, credentials: { authorization: `Bearer ${accessToken}` } },
        {
          kind: "refreshed token",
          scope,
          credentials: { authorization: `Bearer ${refreshed.accessToken}` },
        },
      ];
    }),
  );
  return made.flat();
}
