import type { DatabaseConnection } from "@ashlar/database";
import { type Clock, product } from "@ashlar/kernel";
import { type PersistentCipher, persistentCipher } from "@ashlar/secrets";
import { postgresApiKeyReader } from "./api-keys/infrastructure/postgres-api-key-reader.ts";
import { postgresPasskeyReader } from "./passkeys/infrastructure/postgres-passkey-reader.ts";
import { webAuthnCeremonies } from "./passkeys/infrastructure/web-authn-ceremonies.ts";
import { postgresUserIdentityReader } from "./providers/infrastructure/postgres-user-identity-reader.ts";
import { postgresProofReader } from "./reauthentication/infrastructure/postgres-proof-reader.ts";
import { osloTotpCodes } from "./second-factor/infrastructure/oslo-totp-codes.ts";
import { postgresSecondFactorReader } from "./second-factor/infrastructure/postgres-second-factor-reader.ts";
import type { CredentialDeps } from "./shared/credential-deps.ts";
import { postgresLoginThrottle } from "./throttle/infrastructure/postgres-login-throttle.ts";
import { type AccessTokens, joseAccessTokens } from "./tokens/infrastructure/jose-access-tokens.ts";
import { type SigningKeys, signingKeys } from "./tokens/infrastructure/signing-keys.ts";

type Options = {
  readonly database: DatabaseConnection;
  readonly clock: Clock;
  /** Passkeys are bound to its host; tokens name it as their issuer. */
  readonly ownOrigin: string;
  /** Whether pages of another origin may use passkeys. */
  readonly allowsOrigin: (origin: string) => boolean;
  readonly secretKeys: readonly string[];
};

/** What the use cases around credentials are made from, beside what every use case is. */
export type CredentialParts = {
  readonly sealing: PersistentCipher;
  readonly keys: SigningKeys;
  readonly accessTokens: AccessTokens;
  readonly deps: Pick<
    CredentialDeps,
    | "proofs"
    | "loginThrottle"
    | "apiKeys"
    | "secondFactors"
    | "totp"
    | "passkeys"
    | "ceremonies"
    | "userIdentities"
    | "accessTokens"
  >;
};

export function credentialParts({
  database,
  clock,
  ownOrigin,
  allowsOrigin,
  secretKeys,
}: Options): CredentialParts {
  const sealing = persistentCipher(database, clock, secretKeys);
  const keys = signingKeys({ database, sealing, clock });
  const accessTokens = joseAccessTokens({ keys, clock, issuer: ownOrigin });
  return {
    sealing,
    keys,
    accessTokens,
    deps: {
      proofs: postgresProofReader(database.read),
      loginThrottle: postgresLoginThrottle(database),
      apiKeys: postgresApiKeyReader(database.read),
      secondFactors: postgresSecondFactorReader(database.read),
      totp: osloTotpCodes(product.name),
      passkeys: postgresPasskeyReader(database.read),
      ceremonies: webAuthnCeremonies({ name: product.name, origin: ownOrigin, allowsOrigin }),
      userIdentities: postgresUserIdentityReader(database.read),
      accessTokens,
    },
  };
}
