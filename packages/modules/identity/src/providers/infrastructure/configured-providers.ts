import type { SignInProvider } from "../provider-ports.ts";
import { githubProvider } from "./github-provider.ts";
import { oidcProvider } from "./oidc-provider.ts";
import type { ProviderOptions } from "./provider-options.ts";

/**
 * Makes the providers of the configuration; none is asked anything yet.
 *
 * Each has a callback address of its own, so that what one provider answers is never taken for another's.
 *
 * @param publicUrl - Origin under which browsers reach this server.
 */
export const configuredProviders = (
  providers: readonly ProviderOptions[],
  publicUrl: string,
): ReadonlyMap<string, SignInProvider> =>
  new Map(
    providers.map((options) => {
      const redirectUri = `${publicUrl}/auth/oidc/${options.name}/callback`;
      const make = options.kind === "github" ? githubProvider : oidcProvider;
      return [options.name, make(options, redirectUri)];
    }),
  );
