import type { DatabaseSession } from "lucia";
import { sessions } from "../../../infrastructure/tables.ts";
import type { WallTime } from "./wall-time.ts";

/** The columns that Lucia's session is made of. */
export const sessionColumns = {
  publicId: sessions.id,
  userId: sessions.userId,
  createdAt: sessions.createdAt,
  lastSeenAt: sessions.lastSeenAt,
  expiresAt: sessions.expiresAt,
  userAgent: sessions.userAgent,
  address: sessions.address,
  secondFactorAt: sessions.secondFactorAt,
} as const;

type SessionRow = Pick<typeof sessions.$inferSelect, Exclude<keyof typeof sessionColumns, "publicId">> & {
  readonly publicId: string;
};

/** @param id - What Lucia shall call the session: the token where it is known, else its hash. */
export const databaseSession = (
  id: string,
  { userId, expiresAt, ...attributes }: SessionRow,
  { toWall }: WallTime,
): DatabaseSession => ({
  id,
  userId,
  expiresAt: toWall(expiresAt),
  attributes,
});
