import { z } from "zod";
import { mutation } from "../core/mutation.ts";
import { scopes } from "../core/permissions.ts";
import { query } from "../core/query.ts";
import { ApiKey, IssuedApiKey } from "../schemas/api-key.ts";
import { Id } from "../schemas/ids.ts";
import { Instant } from "../schemas/instant.ts";
import { line } from "../schemas/text.ts";
import {
  API_KEY_NOT_FOUND,
  REAUTHENTICATION_REQUIRED,
  SCOPE_NOT_HELD,
  SESSION_REQUIRED,
  TOO_MANY_API_KEYS,
} from "./credential-errors.ts";

export const apiKeys = {
  create: mutation("POST /api-keys", {
    summary: "Creates an API key for scripts; its secret is returned once, in this answer.",
    description:
      "Send the secret as `X-API-Key` or as `Authorization: Bearer`. The key may do what its scopes say, as long as its owner may.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({
      name: line(1, 100),
      scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
      /** In the future; left out, the key does not expire. */
      expiresAt: Instant.optional(),
    }),
    output: IssuedApiKey,
    success: 201,
    location: "/api-keys",
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, SCOPE_NOT_HELD, TOO_MANY_API_KEYS],
    emits: ["user.credential_changed"],
  }),
  list: query("GET /api-keys", {
    summary: "Lists the caller's keys, newest first, without their secrets.",
    access: "session",
    output: z.array(ApiKey),
    errors: [SESSION_REQUIRED],
  }),
  revoke: mutation("DELETE /api-keys/{id}", {
    summary: "Revokes an API key; every node refuses it within a second.",
    access: "session",
    idempotency: "natural",
    input: z.strictObject({ id: Id }),
    errors: [SESSION_REQUIRED, API_KEY_NOT_FOUND],
    emits: ["user.credential_changed"],
  }),
};
