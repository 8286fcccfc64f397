import type { Surface } from "@ashlar/rpc";
import { Hono } from "hono";
import type { AppContext, AppEnv } from "../app-env.ts";
import { callContext } from "../call-context.ts";

/** Mounts a surface at its path and below. */
export function mountedSurface({ path, answer }: Surface): Hono<AppEnv> {
  const handle = (c: AppContext): Promise<Response> | Response =>
    answer(c.req.raw, {
      context: callContext(c),
      cookieActor: c.get("cookieActor"),
      keepOpen: c.get("keepOpen"),
    });
  return new Hono<AppEnv>().all(path, handle).all(`${path}/*`, handle);
}
