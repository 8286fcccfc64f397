import { DomainError, product } from "@ashlar/kernel";
import { type CallContext, MalformedRequest, type Surface, type SurfaceContext } from "@ashlar/rpc";
import { parse, serialize } from "hono/utils/cookie";
import type { ProviderSignIn } from "./provider-sign-in-handlers.ts";

type Options = {
  readonly providerSignIn: ProviderSignIn;
  /** Charges a step of a sign-in like a call of the class `auth`. @throws RateLimited when a budget is spent. */
  readonly charge: (context: CallContext) => Promise<void> | undefined;
  readonly isProduction: boolean;
};

/** Longer than anything that a provider sends back; a code is a few hundred characters. */
const maximumQueryLength = 4_000;
const base = "/auth/oidc";
const steps = new RegExp(`^${base}/([^/]+)/(start|callback)$`);

/**
 * Sends browsers to a provider and takes them back: `/auth/oidc/{provider}/start?returnTo=` and `/callback`.
 *
 * Between the two the browser holds a secret in a cookie of its own, so that a stranger's sign-in cannot be slipped into it.
 * Each of the two is charged first, so one that is refused can be asked for again. A failure is reported to the page that the
 * browser returns to, as `?signInError=` and a code; one that no page has asked for is answered 400.
 */
export function providerSignInSurface({ providerSignIn, charge, isProduction }: Options): Surface {
  const cookieName = `${isProduction ? "__Host-" : ""}${product.signInCookie}`;
  const cookie = (secret: string, maxAgeSeconds: number): string =>
    serialize(cookieName, secret, {
      path: "/",
      httpOnly: true,
      secure: isProduction,
      // Not strict: the provider's redirect is a navigation from another site.
      sameSite: "Lax",
      maxAge: maxAgeSeconds,
    });

  const start = async (provider: string, url: URL): Promise<Response> => {
    const begun = await providerSignIn.begin(provider, url.searchParams.get("returnTo"));
    if (begun === null) throw new MalformedRequest(404, "NOT_FOUND", "There is no such provider.");
    return redirect(begun.url, cookie(begun.secret, 600));
  };
  const callback = async (
    provider: string,
    { search }: URL,
    request: Request,
    { context, cookieActor }: SurfaceContext,
  ): Promise<Response> => {
    if (search.length > maximumQueryLength) throw expired();
    const { address, userAgent } = context.request;
    const secret = parse(request.headers.get("cookie") ?? "", cookieName)[cookieName] ?? null;
    const { returnTo, session, error } = await providerSignIn
      .finish(provider, search, secret, { address, userAgent }, cookieActor)
      .catch((failure: unknown) => {
        throw failure instanceof DomainError ? expired() : failure;
      });
    if (session !== null) {
      context.credentials.grantSession(session.token, session.endsAt);
      return redirect(returnTo, cookie("", 0));
    }
    const failed = new URL(returnTo);
    failed.searchParams.set("signInError", error ?? "");
    return redirect(failed.href, cookie("", 0));
  };
  return {
    path: base,
    answer: async (request, on) => {
      await charge(on.context);
      const url = new URL(request.url);
      const [, provider = "", step] = steps.exec(url.pathname) ?? [];
      const isRead = request.method === "GET" || request.method === "HEAD";
      if (!isRead || step === undefined)
        throw new MalformedRequest(404, "NOT_FOUND", "Nothing is served at this address.");
      const name = decodeURIComponent(provider);
      return step === "start" ? start(name, url) : callback(name, url, request, on);
    },
  };
}

const redirect = (location: string, cookie: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location, "set-cookie": cookie, "referrer-policy": "no-referrer" },
  });

const expired = (): MalformedRequest =>
  new MalformedRequest(
    400,
    "SIGN_IN_EXPIRED",
    "The sign-in was not begun in this browser, has ended or took too long.",
  );
