import { z } from "zod";
import { mutation } from "../core/mutation.ts";
import { scopes } from "../core/permissions.ts";
import { AccessTokens } from "../schemas/access-token.ts";
import { text } from "../schemas/text.ts";
import { INVALID_REFRESH_TOKEN, SCOPE_NOT_HELD, SESSION_REQUIRED } from "./credential-errors.ts";

const RefreshToken = z.strictObject({ refreshToken: text(1, 200) });

/** `auth.tokens.*`. */
export const tokens = {
  issue: mutation("POST /auth/tokens", {
    summary: "Issues a short-lived access token for another service, and a refresh token.",
    description:
      "Both end with the caller's session. Without an audience the token is for this service itself.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    input: z
      .strictObject({
        /** The service that shall accept the token; others, this one too, refuse it. */
        audience: z
          .string()
          .min(1)
          .max(200)
          .regex(/^[\x21-\x7e]+$/)
          .optional(),
        /** What the tokens may do, of what the caller may; left out, all of it. */
        scopes: z.array(z.enum(scopes)).min(1).max(scopes.length).optional(),
      })
      .prefault({}),
    output: AccessTokens,
    errors: [SESSION_REQUIRED, SCOPE_NOT_HELD],
  }),
  refresh: mutation("POST /auth/tokens/refresh", {
    summary: "Exchanges a refresh token for the next pair.",
    access: "public",
    limit: "auth",
    idempotency: "none",
    input: RefreshToken,
    output: AccessTokens,
    errors: [INVALID_REFRESH_TOKEN],
  }),
  revoke: mutation("POST /auth/tokens/revoke", {
    summary: "Revokes a refresh token and every token issued from it; an unknown token is no error.",
    access: "public",
    limit: "auth",
    idempotency: "natural",
    input: RefreshToken,
  }),
};
