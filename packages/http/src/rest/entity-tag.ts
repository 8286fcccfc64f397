import { hash } from "node:crypto";

/**
 * Makes the entity tag of a resource from its JSON.
 *
 * Weak: the same resource is answered with another request id and time in `meta`, and in several encodings.
 */
export const entityTag = (json: string): string => `W/"${hash("sha1", json, "base64url")}"`;

/**
 * Whether the client already has this state, by weak comparison.
 *
 * @see RFC 9110, section 13.1.2.
 */
export function hasCurrent(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  const opaque = tag.replace(/^W\//, "");
  return ifNoneMatch.split(",").some((member) => member.trim().replace(/^W\//, "") === opaque);
}
