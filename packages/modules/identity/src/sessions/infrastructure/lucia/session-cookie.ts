import { Cookie, type SessionCookieAttributesOptions } from "lucia";

export type SessionCookie = {
  readonly name: string;
  /** @returns the value of a `Set-Cookie` header that hands the session out. */
  readonly serialize: (token: string, expiresAt: Date) => string;
  /** @returns the value of a `Set-Cookie` header that takes it back. */
  readonly clear: () => string;
};

/**
 * How a session travels in a browser: no script can read it, no other site can send it with a form.
 *
 * In production it is bound to the host and to HTTPS by its name. In development it has a plain name, because browsers
 * keep no `Secure` cookie of `http://` addresses other than localhost.
 *
 * @see RFC 6265bis, section 4.1.3.2, "The `__Host-` Prefix".
 */
export function sessionCookie(isProduction: boolean): SessionCookie {
  const name = isProduction ? "__Host-ashlar_session" : "ashlar_session";
  const attributes = {
    httpOnly: true,
    secure: isProduction,
    sameSite: "lax",
    path: "/",
  } as const satisfies SessionCookieAttributesOptions & { readonly httpOnly: true };
  return {
    name,
    serialize: (token, expiresAt) =>
      new Cookie(name, token, { ...attributes, expires: expiresAt }).serialize(),
    clear: () => new Cookie(name, "", { ...attributes, maxAge: 0 }).serialize(),
  };
}
