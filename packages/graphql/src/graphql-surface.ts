import type { Surface } from "@ashlar/rpc";
import type { GraphqlOptions } from "./graphql-options.ts";

/**
 * Serves every procedure by GraphQL at `/graphql`: queries by GET and POST, mutations by POST, subscriptions as server-sent
 * events. The library is loaded, and the schema built, with the first request.
 *
 * @see GraphQL over HTTP, working draft of 2026; GraphQL over Server-Sent Events, distinct connections mode.
 */
export function graphqlSurface(options: GraphqlOptions): Surface {
  const load = async () => (await import("./graphql-handler.ts")).graphqlHandler(options);
  let loaded: ReturnType<typeof load> | null = null;
  return {
    path: "/graphql",
    answer: async (request, on) => {
      loaded ??= load().catch((error: unknown) => {
        loaded = null;
        throw error;
      });
      return (await loaded)(request, on);
    },
  };
}
