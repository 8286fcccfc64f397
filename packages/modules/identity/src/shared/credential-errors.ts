import { defineErrors } from "@ashlar/kernel";
import { proofLifetimeMs } from "../reauthentication/recent-proof.ts";

/** What the proof must be. */
type Needed = { readonly secondFactor?: "required" };

const refusals = defineErrors({
  REAUTHENTICATION_REQUIRED: ({ secondFactor }: { readonly maximumAgeSeconds: number } & Needed) =>
    secondFactor === "required"
      ? "Prove with a code or a passkey who you are, then repeat the call."
      : "Prove once more who you are, then repeat the call.",
});

/** Outcomes around what proves who is calling; the contract declares the same codes. */
export const credentialErrors = {
  ...defineErrors({
    SESSION_REQUIRED: () =>
      "Sign in to the account and repeat the call; an API key or an access token does not do.",
    SCOPE_NOT_HELD: ({ scopes }: { readonly scopes: readonly string[] }) =>
      `A key or token cannot be allowed more than its owner: ${scopes.join(", ")}.`,
    API_KEY_NOT_FOUND: (_: { readonly keyId: string }) => "You have no such key.",
    TOO_MANY_API_KEYS: ({ maximum }: { readonly maximum: number }) =>
      `Nobody may have more than ${maximum} keys; revoke one first.`,
    SECOND_FACTOR_REQUIRED: () => "The password is right; repeat the call with a code.",
    SECOND_FACTOR_ALREADY_ON: () => "You already use a second factor.",
    SECOND_FACTOR_NOT_ON: () => "You use no second factor.",
    CODE_REFUSED: () => "The code is wrong, too old or was used before.",
    PASSKEY_REFUSED: () => "Passkey verification failed.",
    PASSKEY_NOT_FOUND: (_: { readonly passkeyId: string }) => "You have no such passkey.",
    TOO_MANY_PASSKEYS: ({ maximum }: { readonly maximum: number }) =>
      `Nobody may have more than ${maximum} passkeys; remove one first.`,
    PROVIDER_NOT_LINKED: (_: { readonly id: string }) => "No such account signs you in.",
    LAST_WAY_TO_SIGN_IN: () => "Nothing else signs you in; set a password or add a passkey first.",
    INVALID_REFRESH_TOKEN: () => "The refresh token is invalid.",
    RATE_LIMITED: ({ retryAfterSeconds }: { readonly retryAfterSeconds: number }) =>
      `Too many attempts; wait ${retryAfterSeconds} seconds.`,
    VALIDATION_FAILED: (_: {
      readonly issues: readonly {
        readonly field: string;
        readonly constraint: string;
        readonly message: string;
      }[];
    }) => "The input breaks a rule.",
  }),
  REAUTHENTICATION_REQUIRED: (needed: Needed = {}) =>
    refusals.REAUTHENTICATION_REQUIRED({ maximumAgeSeconds: proofLifetimeMs / 1_000, ...needed }),
};
