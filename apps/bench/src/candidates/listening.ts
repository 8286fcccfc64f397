import type { AddressInfo, Server } from "node:net";

/** Listens on a free port and tells the parent which. */
export const listening = (server: Server): void => {
  server.listen(0, "127.0.0.1", () => {
    // Sound: a server that listens on TCP has an address with a port.
    process.send?.({ port: (server.address() as AddressInfo).port });
  });
};
