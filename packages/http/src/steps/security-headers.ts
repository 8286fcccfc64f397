import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";

const answerPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Sets what a browser needs to hear on every answer of the API.
 *
 * Answers are never sniffed, framed, cached or taken for a document. A surface that names one of these headers itself
 * (a page its policy, a public resource its caching) has the last word.
 *
 * @see OWASP REST Security Cheat Sheet, "Security Headers".
 */
export function securityHeaders(options: { readonly isProduction: boolean }): MiddlewareHandler<AppEnv> {
  const headers = Object.entries({
    "x-content-type-options": "nosniff",
    "content-security-policy": answerPolicy,
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    ...(options.isProduction && { "strict-transport-security": "max-age=63072000; includeSubDomains" }),
  });
  return (c, next) => {
    for (const [name, value] of headers) c.env.outgoing.setHeader(name, value);
    return next();
  };
}
