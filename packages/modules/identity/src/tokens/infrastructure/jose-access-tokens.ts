import { randomUUID } from "node:crypto";
import type { Clock } from "@ashlar/kernel";
import { decodeProtectedHeader, jwtVerify, SignJWT } from "jose";
import type { Grants } from "../../accounts/grants.ts";
import { accessTokenMs } from "../access-token.ts";
import type { AccessTokenSigner } from "../token-ports.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** What a valid token says. */
export type AccessClaims = {
  readonly userId: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
  readonly grants: Grants | null;
};

export type AccessTokens = AccessTokenSigner & {
  /** @returns null for whatever is not a token of ours, for us, and still good. */
  readonly verify: (token: string) => Promise<AccessClaims | null>;
};

type Options = {
  readonly keys: SigningKeys;
  readonly clock: Clock;
  /** The service's public address. */
  readonly issuer: string;
};

/** RFC 9068: an access token is never taken for another kind of JWT, nor another kind for one. */
const type = "at+jwt";
const algorithm = "EdDSA";

/**
 * Access tokens as JWTs, signed with Ed25519.
 *
 * A token names its key; the algorithm is not the token's to choose. The audience of our own tokens is the issuer.
 *
 * @see RFC 8725, RFC 9068.
 */
export function joseAccessTokens({ keys, clock, issuer }: Options): AccessTokens {
  const keyOf = async (kid: string) => {
    const find = ({ published }: Awaited<ReturnType<SigningKeys["ring"]>>) =>
      published.find((key) => key.kid === kid);
    return find(await keys.ring()) ?? find(await keys.refreshed());
  };
  return {
    ownAudience: issuer,
    sign: async ({ userId, email, isEmailVerified, roles, sessionId, audience, grants }, at) => {
      const { current } = await keys.ring();
      if (current === null) throw new Error("There is no key to sign with.");
      const issuedAt = Math.floor(at.getTime() / 1_000);
      const expiresAt = issuedAt + accessTokenMs / 1_000;
      const token = await new SignJWT({
        email,
        email_verified: isEmailVerified,
        roles: [...roles],
        sid: sessionId,
        // RFC 9068, section 2.2.3; a token without one may do what its user may.
        ...(grants !== null && { scope: grants.join(" ") }),
      })
        .setProtectedHeader({ alg: algorithm, typ: type, kid: current.kid })
        .setIssuer(issuer)
        .setSubject(userId)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .setJti(randomUUID())
        .sign(current.privateKey);
      return { token, expiresAt: new Date(expiresAt * 1_000) };
    },
    verify: async (token) => {
      const kid = isCanonical(token) ? kidOf(token) : null;
      const key = kid === null ? undefined : await keyOf(kid);
      if (key === undefined) return null;
      try {
        const { payload } = await jwtVerify(token, key.publicKey, {
          algorithms: [algorithm],
          typ: type,
          issuer,
          audience: issuer,
          currentDate: clock.now(),
          requiredClaims: ["sub", "sid", "exp", "iat", "jti"],
        });
        const { sub, sid, exp, scope = null } = payload;
        if (typeof sub !== "string" || typeof sid !== "string" || typeof exp !== "number") return null;
        if (scope !== null && typeof scope !== "string") return null;
        const grants = scope === null ? null : scope.split(" ");
        return { userId: sub, sessionId: sid, expiresAt: new Date(exp * 1_000), grants };
      } catch {
        return null;
      }
    },
  };
}

/**
 * Reports whether each part of a token is the one base64url text of its bytes.
 *
 * Decoders ignore the spare bits of the last letter, so one signature would have several texts.
 *
 * @see RFC 4648, section 3.5.
 */
const isCanonical = (token: string): boolean =>
  token.split(".").every((part) => Buffer.from(part, "base64url").toString("base64url") === part);

/** The key that a token says it is signed with, before anything about it is believed. */
function kidOf(token: string): string | null {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return alg === algorithm && kid !== undefined ? kid : null;
  } catch {
    return null;
  }
}
