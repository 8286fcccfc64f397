import { MalformedRequest, type SurfaceContext } from "@ashlar/rpc";
import type { McpOptions } from "./mcp-options.ts";
import { metadataPath } from "./resource-metadata.ts";

/**
 * Refuses what must not reach the protocol: a page of an origin that is not allowed, whose name may have been pointed at
 * this server (DNS rebinding), and a credential that is not valid.
 *
 * @returns the challenge that tells a client where to learn about tokens; null when the request may pass.
 * @throws MalformedRequest 403 for the origin.
 * @see Model Context Protocol, Transports, "Security Warning"; RFC 6750, section 3.
 */
export function refusedRequest(
  request: Request,
  { context }: SurfaceContext,
  { allowsOrigin, publicUrl }: Pick<McpOptions, "allowsOrigin" | "publicUrl">,
): Response | null {
  const origin = request.headers.get("origin");
  if (origin !== null && !allowsOrigin(origin) && !isHost(origin, request.headers.get("host")))
    throw new MalformedRequest(403, "ORIGIN_REFUSED", "Pages of this origin may not call; see CORS_ORIGINS.");
  const hasCredential = request.headers.has("authorization") || request.headers.has("x-api-key");
  if (!hasCredential || context.actor !== null) return null;
  const challenge = `Bearer error="invalid_token", resource_metadata="${publicUrl}${metadataPath}"`;
  const body = {
    error: "invalid_token",
    error_description: "The token or key is unknown, expired or revoked.",
  };
  return Response.json(body, { status: 401, headers: { "www-authenticate": challenge } });
}

const isHost = (origin: string, host: string | null): boolean =>
  host !== null && (origin === `https://${host}` || origin === `http://${host}`);
