/** A browser as far as redirects and cookies go: it keeps cookies by host and port, and stops where it is told to. */
export type Browser = {
  /** One request; cookies are sent and kept, redirects are not followed. */
  readonly get: (url: string) => Promise<Response>;
  /** Follows redirects until the next address satisfies `isEnd`, which is not asked for. @returns that address. */
  readonly follow: (url: string, isEnd: (url: string) => boolean) => Promise<string>;
  /** The cookies of a host as they would be sent. */
  readonly cookiesOf: (url: string) => string;
};

export function browser(): Browser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string): Map<string, string> => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const cookiesOf = (url: string): string =>
    [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join("; ");
  const keep = (url: string, cookie: string): void => {
    const [pair = "", ...attributes] = cookie.split(";");
    const split = pair.indexOf("=");
    const [name, value] = [pair.slice(0, split), pair.slice(split + 1)];
    if (value === "" || attributes.some((one) => /^\s*max-age=0$/i.test(one))) jarOf(url).delete(name);
    else jarOf(url).set(name, value);
  };
  const get = async (url: string): Promise<Response> => {
    const response = await fetch(url, { redirect: "manual", headers: { cookie: cookiesOf(url) } });
    for (const cookie of response.headers.getSetCookie()) keep(url, cookie);
    return response;
  };
  return {
    get,
    cookiesOf,
    follow: async (url, isEnd) => {
      let at = url;
      for (let hops = 0; hops < 15; hops += 1) {
        const response = await get(at);
        const location = response.headers.get("location");
        if (location === null)
          throw new Error(`No redirect at ${at}: ${response.status} ${await response.text()}`);
        at = new URL(location, at).href;
        if (isEnd(at)) return at;
      }
      throw new Error("Redirects without an end.");
    },
  };
}
