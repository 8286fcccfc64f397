import type { ProviderDeps } from "./provider-deps.ts";
import type { LinkedAccount } from "./provider-ports.ts";

/** The services whose accounts sign in here, as the contract shows them. */
export const providersView = ({ providers, ownOrigin }: Pick<ProviderDeps, "providers" | "ownOrigin">) =>
  [...providers.values()].map(({ name, label }) => ({
    name,
    label,
    startUrl: `${ownOrigin}/auth/oidc/${name}/start`,
  }));

/** The caller's accounts there; one of a service that is no longer offered goes by its name. */
export const linkedProvidersView = (
  { providers }: Pick<ProviderDeps, "providers">,
  linked: readonly LinkedAccount[],
) => linked.map((one) => ({ ...one, label: providers.get(one.provider)?.label ?? one.provider }));
