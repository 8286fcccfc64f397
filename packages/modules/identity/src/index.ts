export type { ProviderSignIn } from "./api/provider-sign-in.ts";
export type { AccountLetter, AccountLink, AccountMailer } from "./application/account-mail-ports.ts";
export {
  type Credential,
  createIdentityModule,
  type IdentityModule,
  type IdentityOptions,
} from "./create-identity-module.ts";
export {
  type BreachedPasswordRanges,
  breachedPasswordRanges,
} from "./infrastructure/breached-passwords/breached-password-ranges.ts";
export { hasDemoAccounts, seedDemoAccounts } from "./infrastructure/demo-accounts.ts";
export { hashingProcess } from "./infrastructure/hashing/hashing-process.ts";
export type { ProviderOptions } from "./infrastructure/providers/provider-options.ts";
export { type KeptSealer, keptSealer } from "./infrastructure/sealing/kept-sealer.ts";
export { seedUsers } from "./infrastructure/seed-users.ts";
export { users } from "./infrastructure/tables.ts";
