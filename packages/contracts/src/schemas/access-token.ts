import { z } from "zod";

/** A token for other services, and what gets the next one. */
export const AccessTokens = z
  .object({
    /** JWT (RFC 9068), EdDSA; the keys are at `/.well-known/jwks.json`. */
    accessToken: z.string(),
    tokenType: z.literal("Bearer"),
    /** Ten minutes from now. */
    expiresAt: z.date(),
    /** Works once; using it again ends all that came from it. */
    refreshToken: z.string(),
    refreshExpiresAt: z.date(),
  })
  .meta({ id: "AccessTokens" });
