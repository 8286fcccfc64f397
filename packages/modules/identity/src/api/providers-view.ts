import type { ProviderDeps } from "../application/providers/provider-deps.ts";

/** The services whose accounts sign in here, as the contract shows them. */
export const providersView = ({ providers, ownOrigin }: Pick<ProviderDeps, "providers" | "ownOrigin">) =>
  [...providers.values()].map(({ name, label }) => ({
    name,
    label,
    startUrl: `${ownOrigin}/auth/oidc/${name}/start`,
  }));
