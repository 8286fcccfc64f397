import type { Transaction } from "@ashlar/database";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import { signInPlaces } from "../../infrastructure/tables.ts";
import { maximumPlaces } from "../../sessions/session-lifetime.ts";
import type { SignInPlaceWriter } from "../sign-in-place-port.ts";

/** Remembers places of sign-ins in an open transaction; one statement where the place is known, two where it is new. */
export const postgresSignInPlaceWriter = (tx: Transaction): SignInPlaceWriter => ({
  remember: async (userId, { userAgent, address }, at) => {
    // The user's id salts the hash: the same place of two users is two places.
    const placeHash = secretHash(JSON.stringify([userId, userAgent, address]));
    const [row] = await tx.execute<{ isKnown: boolean }>(sql`
      insert into sign_in_places (user_id, place_hash, last_seen_at)
      values (${userId}::uuid, ${placeHash}, ${at.toISOString()}::timestamptz)
      on conflict (user_id, place_hash) do update set last_seen_at = excluded.last_seen_at
      returning xmax <> 0 as "isKnown"`);
    if (row?.isKnown) return true;
    const { userId: owner, placeHash: place, lastSeenAt } = signInPlaces;
    const oldest = tx
      .select({ place })
      .from(signInPlaces)
      .where(eq(owner, userId))
      .orderBy(desc(lastSeenAt))
      .offset(maximumPlaces);
    await tx.delete(signInPlaces).where(and(eq(owner, userId), inArray(place, oldest)));
    return false;
  },
  forgetAll: async (userId) => {
    await tx.delete(signInPlaces).where(eq(signInPlaces.userId, userId));
  },
});
