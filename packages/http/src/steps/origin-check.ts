import { MalformedRequest } from "@ashlar/rpc";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import { allowsOrigin, type OriginPolicy } from "../origin-policy.ts";

/** RFC 9110, section 9.2.1: asked for without an effect. */
const safe = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/**
 * Refuses a change that another site makes with the user's cookie.
 *
 * A request with a cookie and a method that is not safe needs an `Origin` that the policy admits or the
 * request's own host, or, without `Origin`, a `Sec-Fetch-Site` of `same-origin` or `none`.
 *
 * @see OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Fetch Metadata" and "Verifying Origin".
 */
export function originCheck(policy: OriginPolicy): MiddlewareHandler<AppEnv> {
  return (c, next) => {
    const { method } = c.req;
    if (safe.has(method)) return next();
    if (c.req.header("cookie") === undefined) return next();
    const origin = c.req.header("origin");
    if (
      origin === undefined
        ? isOwnFetch(c.req.header("sec-fetch-site"))
        : allowsOrigin(policy, origin) || isHost(origin, c.req.header("host"))
    ) {
      return next();
    }
    throw new MalformedRequest(
      403,
      "ORIGIN_REFUSED",
      "A change by cookie must come from a page of this origin or of one in CORS_ORIGINS. " +
        "A server that calls for its user sends the session's token as `Authorization: Bearer`, and no cookie.",
    );
  };
}

const isOwnFetch = (site: string | undefined): boolean => site === "same-origin" || site === "none";

const isHost = (origin: string, host: string | undefined): boolean =>
  host !== undefined && (origin === `https://${host}` || origin === `http://${host}`);
