import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { AppOptions } from "../app-options.ts";

/**
 * Serves the keys that check access tokens at `/.well-known/jwks.json`.
 *
 * Kept by caches for five minutes: the next key is published a day before it signs.
 *
 * @see RFC 7517, section 8.5.
 */
export function jwksSurface(jwks: NonNullable<AppOptions["jwks"]>): Hono<AppEnv> {
  return new Hono<AppEnv>().get("/.well-known/jwks.json", async (c) =>
    c.body(JSON.stringify(await jwks()), 200, {
      "content-type": "application/jwk-set+json",
      "cache-control": "public, max-age=300",
    }),
  );
}
