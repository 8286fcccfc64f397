export type { AccountLetter, AccountLink, AccountMailer } from "./accounts/account-mail-ports.ts";
export { hasDemoAccounts, seedDemoAccounts } from "./accounts/infrastructure/demo-accounts.ts";
export { seedUsers } from "./accounts/infrastructure/seed-users.ts";
export {
  type Credential,
  createIdentityModule,
  type IdentityModule,
  type IdentityOptions,
} from "./create-identity-module.ts";
export { users } from "./infrastructure/tables.ts";
export {
  type BreachedPasswordRanges,
  breachedPasswordRanges,
} from "./passwords/infrastructure/breached-passwords/breached-password-ranges.ts";
export { hashingProcess } from "./passwords/infrastructure/hashing/hashing-process.ts";
export type { ProviderOptions } from "./providers/infrastructure/provider-options.ts";
export type { ProviderSignIn } from "./providers/provider-sign-in-handlers.ts";
