import { z } from "zod";
import { defineError } from "../core/define-error.ts";
import { Id } from "../schemas/ids.ts";

export const WEBHOOK_ENDPOINT_NOT_FOUND = defineError(
  "WEBHOOK_ENDPOINT_NOT_FOUND",
  404,
  "There is no such endpoint.",
  z.object({ endpointId: Id }),
);
export const WEBHOOK_ENDPOINT_DISABLED = defineError(
  "WEBHOOK_ENDPOINT_DISABLED",
  409,
  "The endpoint is disabled; enable it first.",
  z.object({ endpointId: Id }),
);
export const TOO_MANY_WEBHOOK_ENDPOINTS = defineError(
  "TOO_MANY_WEBHOOK_ENDPOINTS",
  409,
  "There are as many endpoints as there may be; remove one first.",
  z.object({ maximum: z.int() }),
);
export const WEBHOOK_URL_REFUSED = defineError(
  "WEBHOOK_URL_REFUSED",
  422,
  "Events go to public addresses alone: https on port 443 or 8443, a full host name or a public address, no user name, no fragment.",
  z.object({
    reason: z.enum(["malformed", "scheme", "credentials", "fragment", "port", "host", "address"]),
  }),
);
export const WEBHOOK_DELIVERY_NOT_FOUND = defineError(
  "WEBHOOK_DELIVERY_NOT_FOUND",
  404,
  "There is no such delivery, or it is no longer kept.",
  z.object({ deliveryId: Id }),
);
