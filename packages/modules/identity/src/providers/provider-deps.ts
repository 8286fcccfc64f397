import type { CredentialDeps } from "../shared/credential-deps.ts";
import type { SignInProvider } from "./provider-ports.ts";

export type ProviderDeps = Pick<CredentialDeps, "clock" | "users" | "transact"> & {
  readonly providers: ReadonlyMap<string, SignInProvider>;
  readonly ownOrigin: string;
  /** Whether browsers may be sent to an origin. */
  readonly allowsOrigin: (origin: string) => boolean;
};
