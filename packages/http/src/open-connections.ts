import type { Server } from "node:http";
import type { Socket } from "node:net";

export type OpenConnections = {
  /** Closes those on which not a byte has come: Node does not count them as idle, as it waits for their first request. */
  readonly closeUnused: () => void;
  /** When a request or a connection last came, on the clock of `performance.now()`. */
  readonly lastUsedMs: () => number;
};

/** Keeps the connections of a server. */
export function openConnections(server: Server): OpenConnections {
  const sockets = new Set<Socket>();
  let lastUsedMs = 0;
  server.on("connection", (socket) => {
    lastUsedMs = performance.now();
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("request", () => {
    lastUsedMs = performance.now();
  });
  return {
    lastUsedMs: () => lastUsedMs,
    closeUnused: () => {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}
