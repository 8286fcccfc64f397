/** Which web origins may call with credentials. */
export type OriginPolicy = {
  /** The server's own origins, such as `https://api.example.org`. */
  readonly own: readonly string[];
  /** Other origins that browsers may call from. */
  readonly allowed: readonly string[];
  /** Further request headers that pages of other origins may send, in lower case. */
  readonly requestHeaders?: readonly string[];
  /** Any port of `localhost` and `127.0.0.1` may call; for development. */
  readonly allowsLoopback: boolean;
};

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether a browser page of this origin may call with the user's cookie. */
export const allowsOrigin = (policy: OriginPolicy, origin: string): boolean =>
  policy.own.includes(origin) ||
  policy.allowed.includes(origin) ||
  (policy.allowsLoopback && loopback.test(origin));
