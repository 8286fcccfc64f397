import type { Database } from "@ashlar/database";
import { eq } from "drizzle-orm";
import type { RecipientReader } from "../application/ports.ts";
import { usersReference } from "./users-reference.ts";

export const postgresRecipientReader = (db: Database): RecipientReader => ({
  find: async (userId) => {
    const [user] = await db
      .select({
        email: usersReference.email,
        name: usersReference.name,
        emailVerifiedAt: usersReference.emailVerifiedAt,
      })
      .from(usersReference)
      .where(eq(usersReference.id, userId));
    if (user === undefined) return null;
    const { email, name, emailVerifiedAt } = user;
    return { email, name: emailVerifiedAt === null ? null : name };
  },
});
