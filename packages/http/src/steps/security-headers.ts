import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";

const answerPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Sets what a browser needs to hear on every answer of the API.
 *
 * Answers are never sniffed, framed, cached or taken for a document; pages (documentation, console) replace the policy
 * with their own.
 *
 * @see OWASP REST Security Cheat Sheet, "Security Headers".
 */
export function securityHeaders(options: { readonly isProduction: boolean }): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set("x-content-type-options", "nosniff");
    if (!headers.has("content-security-policy")) {
      headers.set("content-security-policy", answerPolicy);
    }
    if (!headers.has("referrer-policy")) headers.set("referrer-policy", "no-referrer");
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    if (options.isProduction) headers.set("strict-transport-security", "max-age=63072000; includeSubDomains");
  };
}
