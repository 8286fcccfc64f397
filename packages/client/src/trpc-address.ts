/**
 * The address of the tRPC surface of a server.
 *
 * @param url - The server's origin, perhaps with a path; `/trpc` is added where it is missing.
 * @throws TypeError when `url` is not an absolute http or https address.
 */
export function trpcAddress(url: string): string {
  const { origin, pathname, protocol } = parsed(url);
  if (protocol !== "http:" && protocol !== "https:") throw new TypeError(refusal(url));
  const path = pathname.replace(/\/+$/, "");
  return `${origin}${path}${path.endsWith("/trpc") ? "" : "/trpc"}`;
}

function parsed(url: string): URL {
  try {
    return new URL(url);
  } catch (cause) {
    throw new TypeError(refusal(url), { cause });
  }
}

const refusal = (url: string): string =>
  `The client's url must be an absolute address such as "http://localhost:3000"; it is ${JSON.stringify(url)}.`;
