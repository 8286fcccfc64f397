/** What a mail says of a change of how its reader signs in; `sentence` continues from the time. */
export type CredentialWords = { readonly subject: string; readonly sentence: string };

const words: Readonly<Record<string, CredentialWords>> = {
  "second-factor-on": {
    subject: "An authenticator app was added",
    sentence: "an authenticator app was set up: signing in with the password asks for its code.",
  },
  "second-factor-off": {
    subject: "Your authenticator app was removed",
    sentence: "the authenticator app of your account was removed: signing in asks for no code.",
  },
  "recovery-codes-replaced": {
    subject: "Your recovery codes were replaced",
    sentence: "new recovery codes of your account were made; those from before are worthless.",
  },
  "recovery-code-used": {
    subject: "A recovery code was used",
    sentence: "a recovery code of your account was used in place of the app; it does not work again.",
  },
  "passkey-added": {
    subject: "A passkey was added",
    sentence: "a passkey was added to your account: it signs in without the password.",
  },
  "passkey-removed": {
    subject: "A passkey was removed",
    sentence: "a passkey was removed from your account: it signs nobody in any more.",
  },
  "api-key-created": {
    subject: "An API key was made",
    sentence: "an API key of your account was made: programs that have it act in your name.",
  },
  "api-key-revoked": {
    subject: "An API key was revoked",
    sentence: "an API key of your account was revoked: programs that have it are refused.",
  },
  "provider-linked": {
    subject: "A way to sign in was added",
    sentence: "an account at another service was linked to yours: it signs in without the password.",
  },
  "provider-unlinked": {
    subject: "A way to sign in was removed",
    sentence: "an account at another service was unlinked from yours: it signs nobody in any more.",
  },
  "account-taken-over": {
    subject: "Your account is yours alone now",
    sentence:
      "your address was verified by somebody outside the account: its password and whatever else was set up there before have ended.",
  },
};

const others: CredentialWords = {
  subject: "A way to sign in was changed",
  sentence: "a way to sign in to your account was changed.",
};

/** @param change - As events name it; one that this release does not know gets general words. */
export const credentialWords = (change: string): CredentialWords =>
  Object.hasOwn(words, change) ? (words[change] ?? others) : others;
