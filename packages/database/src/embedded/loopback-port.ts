import { createServer } from "node:net";

/**
 * Asks the system for a port of 127.0.0.1 that nobody listens on.
 *
 * @param wanted - 1–65535, or 0 for any.
 * @returns The port, or null when `wanted` is taken or may not be used.
 */
export function freeLoopbackPort(wanted: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port: wanted, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}
