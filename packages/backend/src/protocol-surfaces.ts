import { events, webhookEvents } from "@ashlar/contracts";
import { graphqlSurface } from "@ashlar/graphql";
import { allowsOrigin, asyncApiSurface } from "@ashlar/http";
import { product } from "@ashlar/kernel";
import { mcpSurfaces } from "@ashlar/mcp";
import type { BoundProcedure, Surface } from "@ashlar/rpc";
import type { PersistentCipher } from "@ashlar/secrets";
import { type BackendConfig, publicUrlOf } from "./backend-config.ts";

/** Surfaces beside tRPC and REST: the document of what is sent, and other protocols, each unless it is turned off. */
export function protocolSurfaces(
  config: BackendConfig,
  procedures: readonly BoundProcedure[],
  cipher: PersistentCipher,
): readonly Surface[] {
  const { protocols = ["mcp", "graphql"] } = config;
  const mcp = (): readonly Surface[] =>
    mcpSurfaces({
      procedures,
      publicUrl: publicUrlOf(config),
      allowsOrigin: (origin) => allowsOrigin(config.origins, origin),
      cipher,
      server: { name: product.id, version: "0.1.0" },
    });
  return [
    asyncApiSurface({ procedures, events: Object.values(events), webhookEvents }),
    ...(protocols.includes("mcp") ? mcp() : []),
    ...(protocols.includes("graphql")
      ? [graphqlSurface({ procedures, operations: config.graphqlOperations })]
      : []),
  ];
}
