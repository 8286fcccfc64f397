import type { Server } from "node:http";
import { Server as TcpServer } from "node:net";
import type { OpenConnections } from "./open-connections.ts";

/** How long a connection without a request is kept for one that may be under way. */
const lingerMs = 250;
const sweepEveryMs = 50;

/**
 * Stops accepting and ends every connection of a server, without losing a request that reached this machine.
 *
 * Connections that the system has completed are taken first. From then on every answer says `Connection: close`, so
 * that its client opens the next one elsewhere; connections without a request are closed a moment later, and only after
 * what has arrived on them was read. Node's own `server.close()` closes those at once, with a request that is in the
 * socket's buffer but not yet read, and its client sees a reset.
 *
 * @param graceMs - After this, requests in progress are cut.
 */
export async function drainConnections(
  server: Server,
  connections: OpenConnections,
  graceMs: number,
): Promise<void> {
  server.prependListener("request", (_request, response) => {
    response.setHeader("connection", "close");
  });
  await whatHasArrived();
  const closed = new Promise<void>((resolve) => {
    TcpServer.prototype.close.call(server, () => resolve());
  });
  const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
  const sweeping = sweepIdle(server, connections, Math.min(lingerMs, graceMs));
  await closed;
  sweeping.stop();
  clearTimeout(deadline);
  // Ends the timer that looks for late requests, which only this does.
  server.close();
}

/** Closes connections without a request, from `afterMs` on. */
function sweepIdle(
  server: Server,
  connections: OpenConnections,
  afterMs: number,
): { readonly stop: () => void } {
  const fromMs = performance.now() + afterMs;
  const timer = setInterval(() => {
    // After the sockets were read, in this turn of the event loop.
    if (performance.now() < fromMs) return;
    setImmediate(() => {
      server.closeIdleConnections();
      connections.closeUnused();
    });
  }, sweepEveryMs);
  return { stop: () => clearInterval(timer) };
}

/** Settles when the event loop has read from every socket once. */
const whatHasArrived = (): Promise<void> =>
  new Promise((resolve) => setTimeout(() => setImmediate(resolve), 0));
