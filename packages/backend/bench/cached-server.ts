import { listen } from "@ashlar/http";
import { endlessRateLimits } from "@ashlar/resilience";
import { composeBackend } from "../src/index.ts";

/** The backend in a process of its own. Arguments: the database's URL, and `cached` to read through the cache. */
const [databaseUrl = "", mode = ""] = process.argv.slice(2);
const quiet = (): void => undefined;
const { app, activeRequests } = await composeBackend({
  databaseUrl,
  log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  isProduction: false,
  origins: { own: [], allowed: [], allowsLoopback: true },
  trustedProxyHops: 0,
  rateLimits: endlessRateLimits,
  isCached: mode === "cached",
  runsJobs: false,
});
const { port } = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
process.send?.({ port });
