import type { Role } from "@ashlar/contracts/vocabulary";
import type { Lucia } from "lucia";
import type { UserStatus } from "../../../accounts/user.ts";

/** What a session carries through Lucia beside its token, user and end. */
export type SessionAttributes = {
  readonly publicId: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly secondFactorAt: Date | null;
};

/** What is known of a session's user without another query. */
export type UserAttributes = { readonly roles: readonly Role[]; readonly status: UserStatus };

declare module "lucia" {
  interface Register {
    Lucia: Lucia<SessionAttributes, UserAttributes>;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: UserAttributes;
  }
}
