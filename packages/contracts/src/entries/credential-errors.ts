import { z } from "zod";
import { defineError } from "../core/define-error.ts";
import { openEnum } from "../core/open-enum.ts";
import { scopes } from "../core/permissions.ts";
import { Id } from "../schemas/ids.ts";

export { REAUTHENTICATION_REQUIRED } from "../core/proof-errors.ts";

const Nothing = z.object({});

export const SESSION_REQUIRED = defineError(
  "SESSION_REQUIRED",
  403,
  "The call needs a session of the account; an API key or an access token does not do.",
  Nothing,
);
export const SCOPE_NOT_HELD = defineError(
  "SCOPE_NOT_HELD",
  403,
  "A key or token cannot be allowed more than its owner.",
  z.object({ scopes: z.array(openEnum(scopes)) }),
);
export const API_KEY_NOT_FOUND = defineError(
  "API_KEY_NOT_FOUND",
  404,
  "The caller has no such key.",
  z.object({ keyId: Id }),
);
export const TOO_MANY_API_KEYS = defineError(
  "TOO_MANY_API_KEYS",
  409,
  "The limit of 50 API keys is reached; revoke one first.",
  z.object({ maximum: z.int() }),
);
export const SECOND_FACTOR_ALREADY_ON = defineError(
  "SECOND_FACTOR_ALREADY_ON",
  409,
  "The caller already uses a second factor; turn it off first.",
  Nothing,
);
export const SECOND_FACTOR_NOT_ON = defineError(
  "SECOND_FACTOR_NOT_ON",
  409,
  "The caller uses no second factor, or has not begun to enrol one.",
  Nothing,
);
export const CODE_REFUSED = defineError(
  "CODE_REFUSED",
  422,
  "The code is wrong, too old or was used before.",
  Nothing,
);
export const PASSKEY_REFUSED = defineError(
  "PASSKEY_REFUSED",
  422,
  "The passkey's answer does not prove anything: another challenge, another site, or a wrong signature.",
  Nothing,
);
export const PASSKEY_NOT_FOUND = defineError(
  "PASSKEY_NOT_FOUND",
  404,
  "The caller has no such passkey.",
  z.object({ passkeyId: Id }),
);
export const TOO_MANY_PASSKEYS = defineError(
  "TOO_MANY_PASSKEYS",
  409,
  "The caller has as many passkeys as anybody may have; remove one first.",
  z.object({ maximum: z.int() }),
);
export const PROVIDER_NOT_LINKED = defineError(
  "PROVIDER_NOT_LINKED",
  404,
  "No such account at another service signs the caller in.",
  z.object({ id: z.string() }),
);
export const LAST_WAY_TO_SIGN_IN = defineError(
  "LAST_WAY_TO_SIGN_IN",
  409,
  "Nothing else signs the caller in; set a password or add a passkey first.",
  Nothing,
);
export const INVALID_REFRESH_TOKEN = defineError(
  "INVALID_REFRESH_TOKEN",
  401,
  "The refresh token is unknown, already used or revoked.",
  Nothing,
);
