import { MalformedRequest, type Surface } from "@ashlar/rpc";

/**
 * Serves the keys that check access tokens at `/.well-known/jwks.json`.
 *
 * Kept by caches for five minutes: the next key is published a day before it signs.
 *
 * @see RFC 7517, section 8.5.
 */
export const jwksSurface = (jwks: () => Promise<{ readonly keys: readonly object[] }>): Surface => ({
  path: "/.well-known/jwks.json",
  answer: async ({ method }) => {
    if (method !== "GET" && method !== "HEAD")
      throw new MalformedRequest(404, "NOT_FOUND", "Nothing is served at this address.");
    return new Response(JSON.stringify(await jwks()), {
      headers: { "content-type": "application/jwk-set+json", "cache-control": "public, max-age=300" },
    });
  },
});
