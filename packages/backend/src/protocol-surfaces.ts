import { graphqlSurface } from "@ashlar/graphql";
import { allowsOrigin } from "@ashlar/http";
import { mcpSurfaces } from "@ashlar/mcp";
import type { BoundProcedure, Surface } from "@ashlar/rpc";
import type { PersistentCipher } from "@ashlar/secrets";
import { type BackendConfig, publicUrlOf } from "./backend-config.ts";

/** Surfaces for other protocols than tRPC and REST, each served unless it is turned off. */
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
      server: { name: "ashlar", version: "0.1.0" },
    });
  return [
    ...(protocols.includes("mcp") ? mcp() : []),
    ...(protocols.includes("graphql")
      ? [graphqlSurface({ procedures, operations: config.graphqlOperations })]
      : []),
  ];
}
