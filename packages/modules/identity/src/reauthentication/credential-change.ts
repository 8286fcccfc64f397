/** How an account is signed in to has changed; the contract's event and the mails about it have the same names. */
export type CredentialChange =
  | "second-factor-on"
  | "second-factor-off"
  | "recovery-codes-replaced"
  | "recovery-code-used"
  | "passkey-added"
  | "passkey-removed"
  | "api-key-created"
  | "api-key-revoked"
  | "provider-linked"
  | "provider-unlinked"
  | "account-taken-over";
