import { z } from "zod";
import { openEnum } from "../core/open-enum.ts";
import { scopes } from "../core/permissions.ts";
import { Id } from "./ids.ts";

/** A key for scripts and services; its secret is told once, when it is made. */
export const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    /** What the key may do, as long as its owner may. */
    scopes: z.array(openEnum(scopes)),
    createdAt: z.date(),
    /** Null for a key that does not expire. */
    expiresAt: z.date().nullable(),
    /** Written down at most once an hour. */
    lastUsedAt: z.date().nullable(),
  })
  .meta({ id: "ApiKey" });

/** A fresh key with its secret, which nobody can read again. */
export const IssuedApiKey = ApiKey.extend({ secret: z.string() }).meta({ id: "IssuedApiKey" });
