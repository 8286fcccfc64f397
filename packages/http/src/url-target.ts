/** The part of a URL below a base path, its path and its query apart; nothing is decoded. */
export type UrlTarget = { readonly path: string; readonly query: string };

/** @returns undefined where the URL is not below the base. */
export function targetBelow(base: string, url: string): UrlTarget | undefined {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const question = url.indexOf("?", start);
  const path = question === -1 ? url.slice(start) : url.slice(start, question);
  if (!path.startsWith(base)) return undefined;
  return { path: path.slice(base.length), query: question === -1 ? "" : url.slice(question + 1) };
}
