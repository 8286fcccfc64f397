import { permissions } from "@ashlar/contracts";
import type { ApiKey } from "../domain/api-key.ts";

/** A key as the contract shows it; a scope that the contract no longer knows is not shown. */
export const apiKeyView = ({ userId: _, scopes, ...key }: ApiKey) => ({
  ...key,
  scopes: permissions.filter((permission) => scopes.includes(permission)),
});
