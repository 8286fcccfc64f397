import { scopes } from "@ashlar/contracts";
import type { ApiKey } from "../domain/api-key.ts";
import { scopesOf } from "../domain/grants.ts";

/** A key as the contract shows it; a scope that the contract no longer knows is not shown. */
export function apiKeyView({ userId: _, grants, ...key }: ApiKey) {
  const given = scopesOf(grants);
  return { ...key, scopes: scopes.filter((scope) => given.includes(scope)) };
}
