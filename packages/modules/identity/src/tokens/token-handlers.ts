import type { contract } from "@ashlar/contracts";
import type { HandlersOf } from "@ashlar/rpc";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { issueTokens } from "./issue-tokens.ts";
import { refreshTokens } from "./refresh-tokens.ts";
import { revokeTokens } from "./revoke-tokens.ts";

const tokenType = "Bearer";

/** `auth.tokens.*` of the contract, filled in. */
export const tokenHandlers = (deps: CredentialDeps): HandlersOf<typeof contract.auth.tokens> => ({
  issue: async ({ actor, input }) => ({
    ...(await issueTokens(deps, actor, input)),
    tokenType,
  }),
  refresh: async ({ input }) => ({
    ...(await refreshTokens(deps, input.refreshToken)),
    tokenType,
  }),
  revoke: ({ input }) => revokeTokens(deps, input.refreshToken),
});
