import { product } from "@ashlar/kernel";
import { Cookie, type SessionCookieAttributesOptions } from "lucia";

export type SessionCookie = {
  readonly name: string;
  /** @returns the value of a `Set-Cookie` header that hands the session out. */
  readonly serialize: (token: string, expiresAt: Date) => string;
  /** @returns the value of a `Set-Cookie` header that takes it back. */
  readonly clear: () => string;
};

/**
 * How a session travels in a browser: no script can read it, and unless `sameSite` is `none` no other site can send it.
 *
 * In production it is bound to the host and to HTTPS by its name. In development it has a plain name, because browsers
 * keep no `Secure` cookie of `http://` addresses other than localhost.
 *
 * @param sameSite - `none` for pages of other sites; they still have to be admitted by the policy of origins.
 * @see RFC 6265bis, section 4.1.3.2, "The `__Host-` Prefix".
 */
export function sessionCookie(isProduction: boolean, sameSite: "lax" | "none" = "lax"): SessionCookie {
  const name = `${isProduction ? "__Host-" : ""}${product.sessionCookie}`;
  // Browsers take a cookie for other sites only if it is secure, and keep one for each of them (CHIPS).
  const isForOtherSites = sameSite === "none";
  const attributes = {
    httpOnly: true,
    secure: isProduction || isForOtherSites,
    sameSite,
    path: "/",
  } as const satisfies SessionCookieAttributesOptions & { readonly httpOnly: true };
  const written = (cookie: Cookie): string =>
    `${cookie.serialize()}${isForOtherSites ? "; Partitioned" : ""}`;
  return {
    name,
    serialize: (token, expiresAt) => written(new Cookie(name, token, { ...attributes, expires: expiresAt })),
    clear: () => written(new Cookie(name, "", { ...attributes, maxAge: 0 })),
  };
}
