import type { Database } from "@ashlar/database";
import { eq } from "drizzle-orm";
import type { RecipientReader } from "../application/ports.ts";
import { usersReference } from "./users-reference.ts";

export const postgresRecipientReader = (db: Database): RecipientReader => ({
  find: async (userId) => {
    const [user] = await db
      .select({ email: usersReference.email, name: usersReference.name })
      .from(usersReference)
      .where(eq(usersReference.id, userId));
    return user ?? null;
  },
});
