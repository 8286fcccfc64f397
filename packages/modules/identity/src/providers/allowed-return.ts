/**
 * Decides where a browser goes after a sign-in elsewhere.
 *
 * Only web addresses whose origin is admitted; anything else, such as `//evil.example`, `javascript:` or an address with
 * a user name in front of its host, becomes the start page.
 *
 * @param given - A path, or an absolute address; as the browser sent it.
 * @param ownOrigin - Origin that a path belongs to.
 * @param allowsOrigin - Whether browsers may be sent to an origin.
 */
export function allowedReturn(
  given: string | null,
  ownOrigin: string,
  allowsOrigin: (origin: string) => boolean,
): string {
  const home = `${ownOrigin}/`;
  if (given === null || given.length > 500 || !URL.canParse(given, ownOrigin)) return home;
  const { href, origin, username, password, protocol } = new URL(given, ownOrigin);
  const isWeb = protocol === "https:" || protocol === "http:";
  const isPlain = username === "" && password === "";
  return isWeb && isPlain && (origin === ownOrigin || allowsOrigin(origin)) ? href : home;
}
