/**
 * The address of the tRPC surface of a server.
 *
 * @param url - The server's origin, perhaps with a path; `/trpc` is added where it is missing.
 * @throws TypeError when `url` is no http or https address, or is relative where there is no page.
 */
export function trpcAddress(url: string): string {
  const { origin, pathname, protocol } = parsed(url);
  if (protocol !== "http:" && protocol !== "https:") throw new TypeError(refusal(url));
  const path = pathname.replace(/\/+$/, "");
  return `${origin}${path}${path.endsWith("/trpc") ? "" : "/trpc"}`;
}

function parsed(url: string): URL {
  try {
    return new URL(url, pageOrigin());
  } catch (cause) {
    throw new TypeError(refusal(url), { cause });
  }
}

/** Undefined where there is no page. */
function pageOrigin(): string | undefined {
  const page: unknown = Reflect.get(globalThis, "location");
  const origin: unknown = typeof page === "object" && page !== null ? Reflect.get(page, "origin") : undefined;
  return typeof origin === "string" ? origin : undefined;
}

const refusal = (url: string): string =>
  `The client's url must be an absolute address such as "http://localhost:3000", or in a browser a path; it is ${JSON.stringify(url)}.`;
