import { z } from "zod";
import { event } from "../core/event.ts";
import { openEnum } from "../core/open-enum.ts";
import { Id } from "../schemas/ids.ts";

const aUser = z.object({ userId: Id });

export const userRegistered = event("user.registered", {
  version: 1,
  aggregate: "user",
  summary: "Somebody made an account.",
  data: aUser.extend({ email: z.string(), name: z.string() }),
});

export const userSignedIn = event("user.signed_in", {
  version: 1,
  aggregate: "user",
  summary: "Somebody signed in.",
  data: aUser.extend({
    sessionId: z.string(),
    /** `password`, `passkey`, or the name of a provider such as `github`. */
    method: z.string(),
    /** The user has signed in from there before, with this kind of browser. */
    isKnownPlace: z.boolean(),
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
  }),
});

export const userEmailVerified = event("user.email_verified", {
  version: 1,
  aggregate: "user",
  summary: "Somebody has shown that mail to the account's address reaches them.",
  data: aUser.extend({ email: z.string() }),
});

export const userPasswordChanged = event("user.password_changed", {
  version: 1,
  aggregate: "user",
  summary: "A password was changed, or set again by a link that was mailed.",
  data: aUser.extend({
    by: z.enum(["change", "reset"]),
    /** It was the first proof that the address is read: every other credential ended with it. */
    isTakenOver: z.literal(true).optional(),
  }),
});

/** Changes of how somebody signs in, beside those of the password and the address. */
export const credentialChanges = [
  "second-factor-on",
  "second-factor-off",
  "recovery-codes-replaced",
  "recovery-code-used",
  "passkey-added",
  "passkey-removed",
  "api-key-created",
  "api-key-revoked",
  "provider-linked",
  "provider-unlinked",
  "account-taken-over",
] as const;

export const userCredentialChanged = event("user.credential_changed", {
  version: 1,
  aggregate: "user",
  summary: "Something that signs somebody in was added, used up or taken away.",
  data: aUser.extend({
    change: openEnum(credentialChanges),
    /** The owner's name for it: of a key, a passkey or a provider. */
    label: z.string().nullable(),
  }),
});

export const userEmailChanged = event("user.email_changed", {
  version: 1,
  aggregate: "user",
  summary: "An account got another address, which its owner has confirmed.",
  data: aUser.extend({ formerEmail: z.string(), email: z.string() }),
});

export const userDeactivated = event("user.deactivated", {
  version: 1,
  aggregate: "user",
  summary: "An account was closed, by its owner or by an administrator.",
  data: aUser.extend({
    /** An address that was never verified: another account may have it from now on. */
    formerEmail: z.string().optional(),
  }),
});
