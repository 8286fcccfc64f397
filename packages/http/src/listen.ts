import { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "@ashlar/kernel";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { ActiveRequests } from "./active-requests.ts";
import type { AppEnv } from "./app-env.ts";
import { drainConnections } from "./drain-connections.ts";
import { refuseHead, rejectMalformedRequests } from "./malformed-requests.ts";
import { openConnections } from "./open-connections.ts";
import { refusedHead } from "./request-head.ts";

export type ListenOptions = {
  readonly app: Hono<AppEnv>;
  readonly activeRequests: ActiveRequests;
  /** Where requests that never reach the app are reported; nowhere by default. */
  readonly log?: Pick<Log, "info">;
  readonly hostname: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** From a connection's first byte to the end of its headers; default 10,000. */
  readonly headersTimeoutMs?: number;
  /** To the end of its body; default 30,000. */
  readonly requestTimeoutMs?: number;
};

export type HttpServer = {
  readonly port: number;
  /**
   * Ends streams, stops accepting, waits for the requests in progress, then cuts what is left.
   *
   * A request that had reached this machine is answered, also one on a connection that had none a moment ago.
   *
   * @param graceMs - How long requests may take to finish.
   */
  readonly drain: (graceMs: number) => Promise<void>;
};

/**
 * Listens for HTTP/1.1.
 *
 * Bounds: address and headers 16 KiB, timeouts exact to a second, idle connections 65 s (longer than a load balancer's
 * usual 60 s, so that it is never the server that closes first).
 *
 * @throws Error with `code` `EADDRINUSE` or `EACCES` when the port cannot be had.
 */
export async function listen(options: ListenOptions): Promise<HttpServer> {
  const { app, activeRequests, hostname, port } = options;
  const sink = { log: options.log ?? { info: () => undefined }, load: activeRequests.load };
  const answer = getRequestListener(app.fetch, { hostname: "localhost" });
  const server = new Server(
    {
      maxHeaderSize: 16_384,
      headersTimeout: options.headersTimeoutMs ?? 10_000,
      requestTimeout: options.requestTimeoutMs ?? 30_000,
      keepAliveTimeout: 65_000,
      // Node looks for late ones every 30 s by default, so ten seconds would be up to forty.
      connectionsCheckingInterval: 1_000,
      // Judged by `refusedHead`, which answers in the envelope.
      requireHostHeader: false,
    },
    (incoming, outgoing) => {
      const refusal = refusedHead(incoming);
      if (refusal === undefined) void answer(incoming, outgoing);
      else refuseHead(incoming.socket, refusal, sink);
    },
  );
  rejectMalformedRequests(server, sink);
  const connections = openConnections(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, resolve);
  });
  // Sound: a server that listens on TCP has an address with a port.
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    drain: async (graceMs) => {
      activeRequests.endStreams();
      await drainConnections(server, connections, graceMs);
      activeRequests.close();
    },
  };
}
