/** Whether requests carry cookies. */
export type CookieMode = "include" | "omit";

/** What the client needs of `fetch`; the global one fits, as does a server's own `request`. */
export type FetchLike = (url: string, init: RequestInit) => Promise<Response> | Response;
