import type { UnitOfWork } from "@ashlar/kernel";
import type { ApiKeyReader, ApiKeyWriter } from "../api-keys/api-key-ports.ts";
import type {
  ChallengeWriter,
  PasskeyCeremonies,
  PasskeyReader,
  PasskeyWriter,
} from "../passkeys/passkey-ports.ts";
import type { UserIdentityReader } from "../providers/provider-ports.ts";
import type { ProofReader, ProofWriter } from "../reauthentication/proof-ports.ts";
import type { SecondFactorDuty } from "../second-factor/second-factor-duty.ts";
import type {
  SecondFactorReader,
  SecondFactorWriter,
  TotpCodes,
} from "../second-factor/second-factor-ports.ts";
import type { LoginThrottle, LoginThrottleWriter } from "../throttle/login-throttle.ts";
import type { AccessTokenSigner, TokenFamilyWriter } from "../tokens/token-ports.ts";
import type { IdentityDeps, IdentityWriters } from "./identity-deps.ts";

/** What a unit of work can write about what proves who is calling. */
export type CredentialWriters = {
  readonly proofs: ProofWriter;
  readonly loginThrottle: LoginThrottleWriter;
  readonly apiKeys: ApiKeyWriter;
  readonly secondFactors: SecondFactorWriter;
  readonly passkeys: PasskeyWriter;
  readonly challenges: ChallengeWriter;
  readonly tokenFamilies: TokenFamilyWriter;
};

/** Everything that some use case around credentials needs; each takes the part that it touches. */
export type CredentialDeps = Omit<IdentityDeps, "transact"> & {
  readonly proofs: ProofReader;
  readonly loginThrottle: LoginThrottle;
  readonly apiKeys: ApiKeyReader;
  readonly secondFactors: SecondFactorReader;
  readonly totp: TotpCodes;
  readonly passkeys: PasskeyReader;
  readonly ceremonies: PasskeyCeremonies;
  readonly userIdentities: UserIdentityReader;
  /** Names of the services whose accounts sign in here. */
  readonly signInProviders: Pick<ReadonlySet<string>, "has">;
  readonly accessTokens: AccessTokenSigner;
  readonly secondFactorDuty: SecondFactorDuty;
  /** Scopes that anybody may give a key or token: they reach what belongs to its owner, and nothing else. */
  readonly ownScopes: ReadonlySet<string>;
  readonly transact: UnitOfWork<IdentityWriters & CredentialWriters>;
};
