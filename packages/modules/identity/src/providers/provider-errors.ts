import { defineErrors } from "@ashlar/kernel";

/** Why a sign-in at a provider ends without a session; told to the page that it returns to. */
export const providerErrors = defineErrors({
  SIGN_IN_EXPIRED: () => "The sign-in was not begun in this browser, has ended or took too long.",
  PROVIDER_REFUSED: () => "The provider did not confirm the sign-in.",
  EMAIL_UNVERIFIED: () => "The provider has not verified the address of its account.",
  ACCOUNT_NOT_LINKABLE: () =>
    "An account has this address but never verified it; sign in with its password, or reset that, first.",
  ACCOUNT_CLOSED: () => "The account is closed.",
});
