import type { ReadAfter } from "@ashlar/kernel";
import type { AppContext } from "../app-env.ts";

/** Carries, from one answer to the caller's next request, what its reads must see. */
export const readAfterHeader = "x-read-after";

const form = /^(\?|\d{1,20})(?:\.(\d{13}))?$/;

/**
 * Reads what the caller's reads must see.
 *
 * Without the header a caller that shows a credential may have written anything, so nothing is known; anybody else has
 * written nothing that it could see. The value needs no signature: it only ever asks for more, and what no replica can
 * give the primary does.
 */
export function readAfterOf(c: AppContext): ReadAfter {
  const [, position, committedAtMs] = form.exec(c.req.header(readAfterHeader) ?? "") ?? [];
  if (position === undefined) {
    const positionBytes = showsCredential(c) ? null : 0n;
    return { positionBytes, committedAtMs: null, hasAdvanced: false };
  }
  return {
    positionBytes: position === "?" ? null : BigInt(position),
    committedAtMs: committedAtMs === undefined ? null : Number(committedAtMs),
    hasAdvanced: false,
  };
}

export const readAfterText = ({ positionBytes, committedAtMs }: ReadAfter): string =>
  `${positionBytes ?? "?"}${committedAtMs === null ? "" : `.${committedAtMs}`}`;

const showsCredential = (c: AppContext): boolean =>
  ["authorization", "x-api-key", "cookie"].some((name) => c.req.header(name) !== undefined);
