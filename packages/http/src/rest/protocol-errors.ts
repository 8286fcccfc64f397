import { defineError } from "@ashlar/contracts";
import { z } from "zod";

const Nothing = z.object({});

/** What is wrong with a request before any procedure sees it; no contract entry declares these. */
export const protocolErrors = {
  malformedPath: defineError("MALFORMED_PATH", 400, "The path is not percent-encoded UTF-8.", Nothing),
  malformedJson: defineError("MALFORMED_JSON", 400, "The body is not well-formed JSON in UTF-8.", Nothing),
  originRefused: defineError(
    "ORIGIN_REFUSED",
    403,
    "A request with a cookie must come from an allowed origin.",
    Nothing,
  ),
  payloadTooLarge: defineError(
    "PAYLOAD_TOO_LARGE",
    413,
    "The body is larger than the server takes.",
    Nothing,
  ),
  unsupportedMediaType: defineError(
    "UNSUPPORTED_MEDIA_TYPE",
    415,
    "The body is not sent as application/json, or it is encoded.",
    Nothing,
  ),
} as const;
