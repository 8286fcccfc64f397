import type { Surface } from "@ashlar/rpc";
import type { McpOptions } from "./mcp-options.ts";
import { refusedRequest } from "./refused-request.ts";
import { metadataPath, resourceMetadata } from "./resource-metadata.ts";

/**
 * Serves agents by the Model Context Protocol over streamable HTTP at `/mcp`, without sessions: revision 2026-07-28 and, for
 * older clients, 2025-11-25. Beside it lies the metadata of the protected resource.
 *
 * The protocol's library is loaded with the first request.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28, RFC 9728.
 */
export function mcpSurfaces(options: McpOptions): readonly Surface[] {
  let loaded: ReturnType<typeof load> | null = null;
  const load = async () => (await import("./mcp-handler.ts")).mcpHandler(options);
  return [
    {
      path: "/mcp",
      answer: async (request, on) => {
        const refusal = refusedRequest(request, on, options);
        if (refusal) return refusal;
        loaded ??= load().catch((error: unknown) => {
          loaded = null;
          throw error;
        });
        return (await loaded)(request, on);
      },
    },
    { path: metadataPath, answer: ({ method }) => resourceMetadata(method, options.publicUrl) },
  ];
}
