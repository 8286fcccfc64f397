import { z } from "zod";
import { roles } from "../core/permissions.ts";
import { Id } from "./ids.ts";
import { line } from "./text.ts";

export const Role = z.enum(roles);
export const UserStatus = z.enum(["active", "deactivated"]);

/** An address for mail, at most 254 characters (RFC 5321), kept in lower case. */
export const Email = z.string().max(254).toLowerCase().pipe(z.email());
export const PersonName = line(1, 100);

export const User = z
  .object({
    id: Id,
    email: z.string(),
    /** When its owner showed that mail to the address arrives; null until then. */
    emailVerifiedAt: z.date().nullable(),
    name: z.string(),
    roles: z.array(Role),
    status: UserStatus,
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "User" });

/** What everybody may know of a user. */
export const PublicUser = z.object({ id: Id, name: z.string() }).meta({ id: "PublicUser" });
