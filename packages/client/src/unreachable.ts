/**
 * The server gave no answer that the client can read. It is the `cause` of the error of the call, whose `data` is
 * undefined then; whether the call had an effect is not known.
 *
 * - `network`: no connection, refused by CORS, or cut.
 * - `timeout`: no complete answer within `timeoutMs`.
 * - `redirected`: the server, or something between, sends the call elsewhere. It is not followed: the credentials would go
 *   along. Give the client the address where the server really is.
 * - `not-json`: something between answered in the server's place, such as a proxy's error page.
 */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
  /** The server that was called, `http://localhost:3000`. */
  readonly origin: string;
  readonly reason: "network" | "timeout" | "redirected" | "not-json";
  /** HTTP status of an answer that was not JSON. */
  readonly status: number | undefined;

  constructor(
    origin: string,
    reason: Unreachable["reason"],
    { cause, status, timeoutMs }: { cause?: unknown; status?: number; timeoutMs?: number },
  ) {
    super(sentence[reason](origin, status ?? timeoutMs ?? 0), { cause });
    this.origin = origin;
    this.reason = reason;
    this.status = status;
  }
}

const sentence: Readonly<Record<Unreachable["reason"], (origin: string, figure: number) => string>> = {
  network: (origin) => `${origin} could not be reached.`,
  timeout: (origin, timeoutMs) => `${origin} could not be reached: no answer within ${timeoutMs} ms.`,
  redirected: (origin) =>
    `${origin} redirects, and no call follows with its credentials: give the client the address it redirects to.`,
  "not-json": (origin, status) => `${origin} could not be reached: status ${status} without a JSON answer.`,
};
