import { DomainError } from "@ashlar/kernel";
import { MalformedRequest } from "@ashlar/rpc";
import { Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { AppContext, AppEnv } from "../app-env.ts";
import type { AppOptions, ProviderSignIn } from "../app-options.ts";
import { callContext } from "../call-context.ts";

type Options = {
  readonly providerSignIn: ProviderSignIn;
  readonly chargeSignIn: AppOptions["chargeSignIn"];
  readonly isProduction: boolean;
};

/** Longer than anything that a provider sends back; a code is a few hundred characters. */
const maximumQueryLength = 4_000;

/**
 * Sends browsers to a provider and takes them back: `/auth/oidc/{provider}/start?returnTo=` and `/callback`.
 *
 * Between the two the browser holds a secret in a cookie of its own, so that nobody can slip somebody else's sign-in into
 * it. Each of the two is charged first, so one that is refused can be asked for again. A failure is told to the page that the browser returns to, as `?signInError=` and a code; one that no page has asked
 * for is answered 400.
 */
export function providerSignInSurface({ providerSignIn, chargeSignIn, isProduction }: Options): Hono<AppEnv> {
  const cookieName = isProduction ? "__Host-ashlar_sign_in" : "ashlar_sign_in";
  const keep = (c: AppContext, secret: string, maxAgeSeconds: number): void =>
    setCookie(c, cookieName, secret, {
      path: "/",
      httpOnly: true,
      secure: isProduction,
      // Not strict: the provider's redirect is a navigation from another site.
      sameSite: "Lax",
      maxAge: maxAgeSeconds,
    });
  return new Hono<AppEnv>()
    .use("/auth/oidc/*", async (c, next) => {
      await chargeSignIn?.(callContext(c));
      await next();
    })
    .get("/auth/oidc/:provider/start", async (c) => {
      const begun = await providerSignIn.begin(c.req.param("provider"), c.req.query("returnTo") ?? null);
      if (begun === null) throw new MalformedRequest(404, "NOT_FOUND", "There is no such provider.");
      keep(c, begun.secret, 600);
      return c.redirect(begun.url, 303);
    })
    .get("/auth/oidc/:provider/callback", async (c) => {
      const { search } = new URL(c.req.url);
      if (search.length > maximumQueryLength) throw expired();
      const { address, userAgent } = c.get("request");
      const secret = getCookie(c, cookieName) ?? null;
      keep(c, "", 0);
      c.header("referrer-policy", "no-referrer");
      const { returnTo, session, error } = await providerSignIn
        .finish(c.req.param("provider"), search, secret, { address, userAgent }, c.get("cookieActor"))
        .catch((failure: unknown) => {
          throw failure instanceof DomainError ? expired() : failure;
        });
      if (session !== null) {
        c.get("credentials").grantSession(session.token, session.endsAt);
        return c.redirect(returnTo, 303);
      }
      const told = new URL(returnTo);
      told.searchParams.set("signInError", error ?? "");
      return c.redirect(told.href, 303);
    });
}

const expired = (): MalformedRequest =>
  new MalformedRequest(
    400,
    "SIGN_IN_EXPIRED",
    "The sign-in was not begun in this browser, has ended or took too long.",
  );
