import { contract } from "@ashlar/contracts";
import { type Implementation, implement } from "@ashlar/rpc";
import { createApiKey } from "../application/api-keys/create-api-key.ts";
import { listApiKeys } from "../application/api-keys/list-api-keys.ts";
import { revokeApiKey } from "../application/api-keys/revoke-api-key.ts";
import type { CredentialDeps } from "../application/credential-deps.ts";
import { apiKeyView } from "./api-key-view.ts";

/** `apiKeys.*` of the contract, filled in. */
export const apiKeysProcedures = (deps: CredentialDeps): Implementation<typeof contract.apiKeys> =>
  implement(contract.apiKeys, {
    create: async ({ actor, input }) => {
      const { key, secret } = await createApiKey(deps, actor, input);
      return { ...apiKeyView(key), secret };
    },
    list: async ({ actor }) => (await listApiKeys(deps, actor)).map(apiKeyView),
    revoke: ({ actor, input }) => revokeApiKey(deps, actor, input.id),
  });
