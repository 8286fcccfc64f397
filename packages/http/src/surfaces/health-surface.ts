import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { HealthChecks } from "../app-options.ts";

/**
 * Answers an orchestrator: `/health/live` (the process runs), `/health/startup` and `/health/ready` (it can serve).
 *
 * A check that does not answer within two seconds counts as a no.
 */
export function healthSurface({ ready }: HealthChecks): Hono<AppEnv> {
  const readiness = async (): Promise<Response> => {
    const isReady = await Promise.race([
      ready().then(
        () => true,
        () => false,
      ),
      timeout(2_000),
    ]);
    return Response.json({ status: isReady ? "ready" : "unavailable" }, { status: isReady ? 200 : 503 });
  };
  return new Hono<AppEnv>()
    .use((c, next) => {
      c.env.outgoing.setHeader("x-content-type-options", "nosniff");
      return next();
    })
    .get("/live", (c) => c.json({ status: "live" }))
    .get("/startup", readiness)
    .get("/ready", readiness);
}

const timeout = (ms: number): Promise<false> =>
  new Promise((resolve) => setTimeout(() => resolve(false), ms).unref());
