import { z } from "zod";

/** Something that somebody did, as it was written down with it; never changed or removed. */
export const AuditEntry = z
  .object({
    id: z.string(),
    at: z.date(),
    /** `module.what-was-done`: `identity.login-failed`. */
    action: z.string(),
    /** Null where nobody was signed in. */
    actorId: z.string().nullable(),
    /** How the actor had signed in; `public` for nobody. */
    via: z.string(),
    subject: z.object({ kind: z.string(), id: z.string() }),
    details: z.record(z.string(), z.unknown()),
    address: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: "AuditEntry" });
