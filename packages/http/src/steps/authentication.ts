import type { Actor } from "@ashlar/kernel";
import type { MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { AppContext, AppEnv } from "../app-env.ts";
import type { AppOptions, Credential } from "../app-options.ts";

/**
 * Finds out who is calling, once per request.
 *
 * `X-API-Key` and `Authorization: Bearer` are read before the session cookie, so a script is never taken for the person
 * whose cookie it happens to send. A credential that is unknown or expired makes the caller nobody, and the gate of a
 * procedure that needs somebody answers 401.
 */
export function authentication(
  options: Pick<AppOptions, "authenticate" | "sessionCookie">,
): MiddlewareHandler<AppEnv> {
  const { authenticate, sessionCookie } = options;
  return async (c, next) => {
    const credential = credentialOf(c, sessionCookie.name);
    const resolveActor = async (): Promise<Actor | null> =>
      credential === null ? null : authenticate(credential);
    c.set("reauthenticate", resolveActor);
    const actor = await resolveActor();
    c.set("actor", actor);
    c.set("cookieActor", credential?.via === "cookie" ? actor : null);
    await next();
  };
}

/** No token of ours is longer; a longer one is not worth a look-up. */
const maximumTokenLength = 4_096;

function credentialOf(c: AppContext, cookieName: string): Credential | null {
  const apiKey = c.req.header("x-api-key");
  if (apiKey !== undefined) return bounded(apiKey, "api-key");
  const authorization = c.req.header("authorization");
  if (authorization !== undefined) {
    return /^bearer /i.test(authorization) ? bounded(authorization.slice(7).trim(), "bearer") : null;
  }
  if (c.req.header("cookie") === undefined) return null;
  const token = getCookie(c, cookieName);
  return token === undefined ? null : bounded(token, "cookie");
}

const bounded = (token: string, via: Credential["via"]): Credential | null =>
  token === "" || token.length > maximumTokenLength ? null : { token, via };
