import type { Server } from "node:http";
import type { Socket } from "node:net";

export type OpenConnections = {
  /** Closes those on which not a byte has come: Node does not count them as idle, as it waits for their first request. */
  readonly closeUnused: () => void;
};

/** Keeps the connections of a server. */
export function openConnections(server: Server): OpenConnections {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return {
    closeUnused: () => {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}
