import { listen } from "@ashlar/http";
import { composeBackend } from "../../src/index.ts";

/** Serves the backend on the database of the first argument and writes its port; ends when its input does. */
const silent = (): void => undefined;
const backend = await composeBackend({
  databaseUrl: process.argv[2] ?? "",
  log: { debug: silent, info: silent, warn: silent, error: silent },
  isProduction: false,
  origins: { own: [], allowed: [], allowsLoopback: true },
  trustedProxyHops: 0,
});
const { app, activeRequests } = backend;
const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
process.stdout.write(`${JSON.stringify({ port: server.port, date: Date.now() })}\n`);
for await (const _ of process.stdin) {
  // Nothing is sent.
}
await server.drain(1_000);
await backend.close();
