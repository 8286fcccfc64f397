import { contract } from "@ashlar/contracts";
import { type Implementation, implement } from "@ashlar/rpc";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { apiKeyView } from "./api-key-view.ts";
import { createApiKey } from "./create-api-key.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { revokeApiKey } from "./revoke-api-key.ts";

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
