import type { AnyEntry } from "@ashlar/contracts";

/** Headers by lower-case name; empty for an entry that is not deprecated. */
export type DeprecationHeaders = {
  readonly deprecation?: string;
  readonly sunset?: string;
  readonly link?: string;
};

/**
 * Writes the headers that tell a client that what it calls is deprecated, until when it stays, and what to call instead.
 *
 * Depends on the contract alone, so a surface computes them once per entry. A date without a time is midnight UTC.
 *
 * @param successor - Path or URL of the successor with its parameters filled in; undefined when there is none, or when
 *   its parameters are not known.
 * @throws RangeError when a date of the contract is no ISO 8601 date: a bug, never an outcome.
 * @see RFC 9745 (`Deprecation`), RFC 8594 (`Sunset`), RFC 5829 (`successor-version`).
 */
export function deprecationHeaders(
  deprecated: AnyEntry["deprecated"],
  successor: string | undefined,
): DeprecationHeaders {
  if (deprecated === undefined) return {};
  const { since, sunset } = deprecated;
  return {
    deprecation: `@${instantOf(since).getTime() / 1000}`,
    ...(sunset !== undefined && { sunset: instantOf(sunset).toUTCString() }),
    ...(successor !== undefined && { link: `<${escaped(successor)}>; rel="successor-version"` }),
  };
}

function instantOf(isoDate: string): Date {
  const instant = new Date(isoDate);
  if (!/^\d{4}-\d{2}-\d{2}(T|$)/.test(isoDate) || Number.isNaN(instant.getTime())) {
    throw new RangeError(`"${isoDate}" is no ISO 8601 date`);
  }
  // A structured date counts whole seconds.
  instant.setUTCMilliseconds(0);
  return instant;
}

/** Keeps the address inside its angle brackets and the header on its line. */
const escaped = (address: string): string =>
  address.replace(/[^\x21-\x7e]|[<>"{}|\\^`]/gu, (character) => encodeURIComponent(character.toWellFormed()));
