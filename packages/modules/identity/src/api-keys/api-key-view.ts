import { scopes } from "@ashlar/contracts";
import { scopesOf } from "../accounts/grants.ts";
import type { ApiKey } from "./api-key.ts";

/** A key as the contract shows it; a scope that the contract no longer knows is not shown. */
export function apiKeyView({ userId: _, grants, ...key }: ApiKey) {
  const given = scopesOf(grants);
  return { ...key, scopes: scopes.filter((scope) => given.includes(scope)) };
}
