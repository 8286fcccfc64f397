import { z } from "zod";
import { openEnum } from "../core/open-enum.ts";
import { roles } from "../core/permissions.ts";
import { userStatuses } from "../vocabulary/statuses.ts";
import { Id } from "./ids.ts";
import { line, text } from "./text.ts";

export const Role = z.enum(roles);
export const UserStatus = z.enum(userStatuses);

/** An address as it is kept and looked up: without the white space around it and in lower case, at every door alike. */
const asKept = (address: z.ZodString): z.ZodString => address.trim().toLowerCase();

/** An address as typed at sign-in; one that is none has no account. */
export const GivenEmail = asKept(text(1, 254));

/** An address for mail, at most 254 characters (RFC 5321). */
export const Email = asKept(z.string().min(1).max(254)).pipe(z.email());
export const PersonName = line(1, 100);

export const User = z
  .object({
    id: Id,
    email: z.string(),
    /** When its owner showed that mail to the address arrives; null until then. */
    emailVerifiedAt: z.date().nullable(),
    name: z.string(),
    roles: z.array(openEnum(roles)),
    status: openEnum(UserStatus.options),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "User" });

/** A language tag such as `en` or `pt-BR`, of at most 35 characters (BCP 47, RFC 5646). */
export const Locale = z
  .string()
  .min(2)
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, { error: "expected a language tag such as `en` or `pt-BR`" });

export const UserSettings = z
  .object({
    locale: z.string(),
    /** Mails that are not about the account's safety or the user's orders. */
    wantsNews: z.boolean(),
    updatedAt: z.date(),
  })
  .meta({ id: "UserSettings" });

/** What everybody may know of a user. */
export const PublicUser = z.object({ id: Id, name: z.string() }).meta({ id: "PublicUser" });
