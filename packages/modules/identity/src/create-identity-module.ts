import { AsyncLocalStorage } from "node:async_hooks";
import { type contract, ownScopes, type Role } from "@ashlar/contracts";
import type { DatabaseConnection } from "@ashlar/database";
import type { Actor, Clock, Log } from "@ashlar/kernel";
import type { CallContext, Implementation, Surface } from "@ashlar/rpc";
import type { Spine } from "@ashlar/spine";
import type { AccountMailer } from "./accounts/account-mail-ports.ts";
import { accountMailJobs } from "./accounts/infrastructure/account-mail-jobs.ts";
import { postgresAccountTokenReader } from "./accounts/infrastructure/postgres-account-token-reader.ts";
import { postgresSettingsReader } from "./accounts/infrastructure/postgres-settings.ts";
import { postgresUserReader } from "./accounts/infrastructure/postgres-user-reader.ts";
import { settingsOfNewAccounts } from "./accounts/infrastructure/settings-of-new-accounts.ts";
import { usersProcedures } from "./accounts/users-procedures.ts";
import { authProcedures } from "./api/auth-procedures.ts";
import { apiKeysProcedures } from "./api-keys/api-keys-procedures.ts";
import { apiKeyValidator } from "./api-keys/infrastructure/api-key-validator.ts";
import { credentialParts } from "./credential-parts.ts";
import { identityUnitOfWork } from "./infrastructure/identity-unit-of-work.ts";
import { removeExpired, removeExpiredHandler } from "./infrastructure/remove-expired.ts";
import type { BreachedPasswords } from "./passwords/breached-passwords-port.ts";
import { type Argon2Options, argon2Hasher } from "./passwords/infrastructure/hashing/argon2-hasher.ts";
import type { PasswordWork } from "./passwords/infrastructure/hashing/password-work.ts";
import { configuredProviders } from "./providers/infrastructure/configured-providers.ts";
import type { ProviderOptions } from "./providers/infrastructure/provider-options.ts";
import { type ProviderSignIn, providerSignIn } from "./providers/provider-sign-in-handlers.ts";
import { providerSignInSurface } from "./providers/provider-sign-in-surface.ts";
import { requireRecentProof } from "./reauthentication/require-recent-proof.ts";
import { type CredentialKind, isOfKind } from "./sessions/infrastructure/credential-kind.ts";
import { credentialValidator } from "./sessions/infrastructure/credential-validator.ts";
import { type SessionCookie, sessionCookie } from "./sessions/infrastructure/lucia/session-cookie.ts";
import { sessionValidator } from "./sessions/infrastructure/lucia/session-validator.ts";
import { postgresSessionReader } from "./sessions/infrastructure/postgres-session-reader.ts";
import { sessionCache } from "./sessions/infrastructure/session-cache.ts";
import { parseChange, sessionChannel } from "./sessions/infrastructure/session-channel.ts";
import { accessTokenValidator } from "./tokens/infrastructure/access-token-validator.ts";
import { type JwkSet, publicKeys } from "./tokens/infrastructure/public-keys.ts";
import { jwksSurface } from "./tokens/jwks-surface.ts";

export type IdentityOptions = {
  readonly database: DatabaseConnection;
  /** Takes the module's jobs and handlers, and makes its units of work. */
  readonly spine: Pick<Spine, "unitOfWork" | "register">;
  readonly mailer: AccountMailer;
  /** Services whose accounts sign in here; default none. */
  readonly providers?: readonly ProviderOptions[];
  /**
   * Origin under which browsers reach this server; default `http://localhost:3000`. Passkeys are bound to its host, and
   * access tokens name it as their issuer.
   */
  readonly publicUrl?: string;
  /** Whether browsers may be sent to an origin after a sign-in, and use passkeys there; default our own alone. */
  readonly allowsOrigin?: (origin: string) => boolean;
  /** Charges a step of a sign-in at a provider. @throws RateLimited when a budget is spent; default: nothing is charged. */
  readonly chargeSignIn?: ((context: CallContext) => Promise<void> | undefined) | undefined;
  readonly clock: Clock;
  readonly log?: Log;
  /** Binds the session cookie to HTTPS and to the host. */
  readonly isProduction: boolean;
  /** Whether pages of other sites may send it (`none`, only with HTTPS); default `lax`. */
  readonly cookieSameSite?: "lax" | "none" | undefined;
  /** Cost of password hashes, and how many may wait; the default is for production. */
  readonly argon?: Argon2Options;
  /** Where passwords are hashed; default on threads of this process. */
  readonly passwordWork?: PasswordWork;
  /** What new passwords must not be among; default: nobody is asked. */
  readonly breachedPasswords?: BreachedPasswords;
  /** Roles that count only in sessions in which a second factor was shown; default none. */
  readonly secondFactorRoles?: readonly Role[];
  /**
   * What seals secrets that must be read again; each of 32 characters or more, the newest first. Without any, a key is
   * kept in the database.
   */
  readonly secretKeys?: readonly string[];
};

/** What arrived as proof of who is calling. */
export type Credential = { readonly token: string; readonly via: CredentialKind };

export type IdentityModule = {
  readonly procedures: {
    readonly auth: Implementation<typeof contract.auth>;
    readonly users: Implementation<typeof contract.users>;
    readonly apiKeys: Implementation<typeof contract.apiKeys>;
  };
  readonly providerSignIn: ProviderSignIn;
  /** Sign-in at providers, and the keys of access tokens. */
  readonly surfaces: readonly Surface[];
  /**
   * Finds out who is calling; from memory for up to 900 ms, otherwise by one query.
   *
   * @returns null for a credential that is unknown, expired or revoked.
   * @throws Unavailable when the database cannot answer.
   */
  readonly authenticate: (credential: Credential) => Promise<Actor | null>;
  /** Admits who has proved recently who they are; for the calls that ask for it. @throws REAUTHENTICATION_REQUIRED. */
  readonly proved: (actor: Actor) => Promise<void>;
  readonly sessionCookie: SessionCookie;
  /** The keys that check access tokens, as a JWK Set. */
  readonly jwks: () => Promise<JwkSet>;
  /** Hears of sessions that other processes end, at once instead of within a second. @returns how to stop. */
  readonly listen: () => Promise<() => Promise<void>>;
  /** Removes what has expired, as a job does every hour; all of it is refused from its end on, removed or not. */
  readonly removeExpired: () => Promise<void>;
};

const nobody = Promise.resolve(null);
const noneBreached: BreachedPasswords = { has: async () => false };

/** Builds the module on one database and registers what it does on events. Nothing is opened or started but by `listen`. */
export function createIdentityModule(options: IdentityOptions): IdentityModule {
  const { database, spine, mailer, clock, log, isProduction } = options;
  const { publicUrl: ownOrigin = "http://localhost:3000", secretKeys = [] } = options;
  const { allowsOrigin = () => false, chargeSignIn = () => undefined } = options;
  const secondFactorDuty = new Set(options.secondFactorRoles);
  const store = { db: database.readVital, write: database.transact, clock };
  const credentials = credentialParts({ database, clock, ownOrigin, allowsOrigin, secretKeys });
  const { sealing, keys, accessTokens } = credentials;
  const validate = credentialValidator({
    session: sessionValidator(store, secondFactorDuty, log),
    apiKey: apiKeyValidator(store, log),
    accessToken: accessTokenValidator({ db: database.readVital, clock, accessTokens, secondFactorDuty }),
  });
  // A load is shared by requests, so it must not end with the one that happened to start it.
  const outsideRequests = AsyncLocalStorage.snapshot();
  const cache = sessionCache({ load: (token) => outsideRequests(validate, token), clock });
  const providers = configuredProviders(options.providers ?? [], ownOrigin);
  const deps = {
    clock,
    signInProviders: providers,
    hasher: argon2Hasher(options.argon, options.passwordWork),
    breachedPasswords: options.breachedPasswords ?? noneBreached,
    users: postgresUserReader(database.read),
    settings: postgresSettingsReader(database.read),
    sessions: postgresSessionReader(database.read),
    accountTokens: postgresAccountTokenReader(database.read),
    ...credentials.deps,
    secondFactorDuty,
    ownScopes,
    transact: identityUnitOfWork({ spine, clock, sealing, log }, cache.forget),
  };
  spine.register({
    handlers: [settingsOfNewAccounts],
    jobs: [...accountMailJobs({ ...deps, mailer }), removeExpiredHandler(database, clock)],
  });
  const signIn = providerSignIn({ ...deps, providers, ownOrigin, allowsOrigin });
  const jwks = () => publicKeys(keys);
  return {
    procedures: {
      auth: authProcedures({ ...deps, providers, ownOrigin }),
      users: usersProcedures(deps),
      apiKeys: apiKeysProcedures(deps),
    },
    providerSignIn: signIn,
    surfaces: [
      providerSignInSurface({ providerSignIn: signIn, charge: chargeSignIn, isProduction }),
      jwksSurface(jwks),
    ],
    authenticate: ({ token, via }) => (isOfKind(token, via) ? cache.resolve(token) : nobody),
    proved: (actor) => requireRecentProof(deps, actor),
    sessionCookie: sessionCookie(isProduction, options.cookieSameSite),
    jwks,
    listen: async () => {
      const hear = (payload: string): void => {
        const change = parseChange(payload);
        if (change !== null) cache.forget(change);
      };
      const listener = await database.listen(sessionChannel, hear, cache.clear);
      return listener.close;
    },
    removeExpired: () => removeExpired(database, clock.now()),
  };
}
