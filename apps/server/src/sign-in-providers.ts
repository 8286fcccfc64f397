import type { BackendConfig } from "@ashlar/backend";
import type { Env } from "./env.ts";

type Providers = NonNullable<BackendConfig["signInProviders"]>;

/** The services whose accounts sign in here: one by its issuer, Google, GitHub, each where it is configured. */
export function signInProviders(env: Env): Providers {
  const oidc = providerOf(env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET);
  const google = providerOf(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET);
  const github = providerOf(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET);
  return [
    ...(oidc && env.OIDC_ISSUER !== undefined
      ? [
          {
            kind: "oidc",
            name: env.OIDC_NAME,
            label: env.OIDC_LABEL,
            issuer: env.OIDC_ISSUER,
            ...oidc,
          } as const,
        ]
      : []),
    ...(google
      ? [
          {
            kind: "oidc",
            name: "google",
            label: "Google",
            issuer: "https://accounts.google.com",
            ...google,
          } as const,
        ]
      : []),
    ...(github
      ? [
          {
            kind: "github",
            name: "github",
            label: "GitHub",
            issuer: "https://github.com",
            ...github,
          } as const,
        ]
      : []),
  ];
}

const providerOf = (clientId: string | undefined, clientSecret: string | undefined) =>
  clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret };
