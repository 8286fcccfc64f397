import type { Backend } from "@ashlar/backend";
import { createOperationsApp, type HttpServer, listen, trackRequests } from "@ashlar/http";
import type { Logger, Metrics } from "@ashlar/telemetry";

/**
 * Serves health and metrics alone, to whoever reaches the port.
 *
 * @throws Error with `code` `EADDRINUSE` or `EACCES` when the port cannot be had.
 */
export const serveOperations = (
  { health }: Pick<Backend, "health">,
  options: {
    readonly metrics: Metrics;
    readonly log: Logger;
    readonly hostname: string;
    readonly port: number;
  },
): Promise<HttpServer> => {
  const { metrics, log, hostname, port } = options;
  const app = createOperationsApp({ health, metrics, log });
  return listen({ app, activeRequests: trackRequests(10_000), log, hostname, port });
};
