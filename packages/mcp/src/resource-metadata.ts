import { scopes } from "@ashlar/contracts";
import { MalformedRequest } from "@ashlar/rpc";

export const metadataPath = "/.well-known/oauth-protected-resource/mcp";

/**
 * Describes `/mcp` as a protected resource: tokens go into the `Authorization` header, and their scopes are permissions.
 *
 * @see RFC 9728.
 */
export function resourceMetadata(method: string, publicUrl: string): Response {
  if (method !== "GET" && method !== "HEAD")
    throw new MalformedRequest(405, "METHOD_NOT_ALLOWED", "This address takes GET.");
  return Response.json(
    {
      resource: `${publicUrl}/mcp`,
      bearer_methods_supported: ["header"],
      scopes_supported: scopes,
      resource_documentation: `${publicUrl}/docs`,
    },
    { headers: { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" } },
  );
}
