import { z } from "zod";
import { openEnum } from "../core/open-enum.ts";
import { permissions, scopes } from "../core/permissions.ts";
import { User } from "./user.ts";

/** A place where the user is signed in; `id` is public, the token never leaves the response that created it. */
export const Session = z
  .object({
    id: z.string(),
    createdAt: z.date(),
    /** Renewed at most once an hour. */
    lastSeenAt: z.date(),
    expiresAt: z.date(),
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
    isCurrent: z.boolean(),
  })
  .meta({ id: "Session" });

/** A fresh session: `token` goes into `Authorization: Bearer` where there are no cookies. */
export const SignedIn = z.object({ user: User, token: z.string() }).meta({ id: "SignedIn" });

/** A service whose accounts sign in here. */
export const SignInProvider = z
  .object({ name: z.string(), label: z.string(), startUrl: z.string() })
  .meta({ id: "SignInProvider" });

/** An account at such a service that signs the user in here. */
export const LinkedProvider = z
  .object({
    id: z.string(),
    /** Its `name` among `auth.signInProviders`, or of one that is no longer offered. */
    provider: z.string(),
    label: z.string(),
    /** The address there when it was linked. */
    email: z.string(),
    linkedAt: z.date(),
  })
  .meta({ id: "LinkedProvider" });

export const Me = z
  .object({
    user: User,
    permissions: z.array(openEnum(permissions)),
    /** Of a key or token: what it was made for. One that is no permission above reaches its owner's own things alone. */
    scopes: z.array(openEnum(scopes)).optional(),
    authenticatedBy: z.enum(["session", "api-key", "access-token", "system"]),
    sessionId: z.string().nullable(),
    /**
     * Some of the user's roles count only once a second factor was shown in this session: set one up, or give a code or a
     * passkey to `auth.reauthenticate`.
     */
    secondFactor: z.literal("required").optional(),
  })
  .meta({ id: "Me" });
