import type { Server } from "node:http";
import { Server as TcpServer } from "node:net";
import type { OpenConnections } from "./open-connections.ts";

/** Kept connections are closed once no request has come on any of them for this long ... */
const quietMs = 1_000;
/** ... and at the latest after this. */
const lingerMs = 3_000;
const sweepEveryMs = 50;
/** Turns of the event loop spent on taking connections; the system's queue holds 511. */
const maximumTurns = 600;

/**
 * Stops accepting and ends every connection of a server, without losing a request that reached this machine.
 *
 * Connections that the system has completed are taken first. From then on every answer says `Connection: close`, so
 * that its client opens the next one elsewhere. Connections without a request are closed when they have been quiet for a
 * second, and only after what has arrived on them was read: a client that is about to use one learns too late that it was
 * closed, so the ones in use are left to be closed by an answer. Node's own `server.close()` closes them all at once, and
 * their clients see a reset.
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
  await takeWaiting(server);
  const closed = new Promise<void>((resolve) => {
    TcpServer.prototype.close.call(server, () => resolve());
  });
  const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
  const sweeping = sweepIdle(server, connections, performance.now() + Math.min(lingerMs, graceMs));
  await closed;
  sweeping.stop();
  clearTimeout(deadline);
  // Ends the timer that looks for late requests, which only this does.
  server.close();
}

/** Closes connections without a request, once they are quiet or `latestMs` has come. */
function sweepIdle(
  server: Server,
  connections: OpenConnections,
  latestMs: number,
): { readonly stop: () => void } {
  const isTime = (): boolean =>
    performance.now() >= latestMs || performance.now() - connections.lastUsedMs() >= quietMs;
  const timer = setInterval(() => {
    // After the sockets were read, in this turn of the event loop.
    setImmediate(() => {
      if (!isTime()) return;
      server.closeIdleConnections();
      connections.closeUnused();
    });
  }, sweepEveryMs);
  return { stop: () => clearInterval(timer) };
}

/** Takes the connections that the system has completed, one each turn of the event loop, and reads from every socket. */
async function takeWaiting(server: Server): Promise<void> {
  let taken = 0;
  const count = (): void => {
    taken += 1;
  };
  server.on("connection", count);
  for (let turn = 0, before = -1; taken !== before && turn < maximumTurns; turn += 1) {
    before = taken;
    await nextTurn();
  }
  server.off("connection", count);
}

/** Settles when the event loop has looked at every socket once. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(() => setImmediate(resolve), 0));
