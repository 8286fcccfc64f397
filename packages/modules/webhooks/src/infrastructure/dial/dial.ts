import { type ClientRequest, type IncomingMessage, request as requestPlain } from "node:http";
import { type RequestOptions, request as requestSecure } from "node:https";
import { isIP, type LookupFunction, type TcpNetConnectOpts } from "node:net";
import { isWithinReach, type Reach } from "./reach.ts";

export type Dialing = {
  readonly url: URL;
  /** One or more, checked. */
  readonly addresses: readonly string[];
  readonly reach: Reach;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Ends everything, whatever is in progress. */
  readonly signal: AbortSignal;
  /** Trusted instead of the public authorities; for tests. */
  readonly authorities?: string | undefined;
};

export type Answer = {
  readonly status: number;
  /** 0 when the endpoint asked for no wait. */
  readonly retryAfterMs: number;
};

/** How much of an answer's body is read, and for how long; the status has decided by then. */
const bodyBytes = 64 * 1_024;
const bodyMs = 1_000;
const headerBytes = 16 * 1_024;

/**
 * Posts to one of the given addresses, with the URL's name in `Host`, SNI and the check of the certificate.
 *
 * Follows no redirect, keeps no connection, uses no proxy, and looks no name up.
 *
 * @returns The head of the answer, once its body has ended, 64 KiB of it were read or a second has passed. How the body
 *   ends changes nothing.
 * @throws what the network, TLS or the HTTP parser reports, or the signal's reason.
 */
export function dial({
  url,
  addresses,
  reach,
  headers,
  body,
  signal,
  authorities,
}: Dialing): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const options: RequestOptions & Pick<TcpNetConnectOpts, "autoSelectFamilyAttemptTimeout"> = {
    method: "POST",
    agent: false,
    lookup: pinnedTo(addresses),
    autoSelectFamilyAttemptTimeout: 2_500,
    headers: { ...headers, "content-length": String(Buffer.byteLength(body)), connection: "close" },
    maxHeaderSize: headerBytes,
    signal,
  };
  const request =
    url.protocol === "https:"
      ? requestSecure(url, {
          ...options,
          rejectUnauthorized: true,
          minVersion: "TLSv1.2",
          ...(authorities === undefined ? {} : { ca: authorities }),
        })
      : requestPlain(url, options);
  refuseOtherPeers(request, reach);
  request.on("response", (response) => {
    const { statusCode = 0, headers } = response;
    const answer = { status: statusCode, retryAfterMs: retryAfterMs(headers["retry-after"]) };
    void drained(response).then(() => resolve(answer));
  });
  request.on("error", reject);
  request.end(body);
  return promise;
}

const pinnedTo =
  (addresses: readonly string[]): LookupFunction =>
  (_name, { all }, callback) => {
    const pinned = addresses.map((address) => ({ address, family: isIP(address) }));
    if (all === true) callback(null, pinned);
    else callback(null, pinned[0]?.address ?? "", pinned[0]?.family);
  };

/** A second lock on the same door: nothing is written before the connection is known to go where it may. */
function refuseOtherPeers(request: ClientRequest, reach: Reach): void {
  request.on("socket", (socket) => {
    socket.once("connect", () => {
      if (isWithinReach(reach, socket.remoteAddress ?? "")) return;
      request.destroy(new Error("The connection led to an address that was not checked."));
    });
  });
}

/** Reads what there is of a body, so that the endpoint may end in peace; never rejects. */
async function drained(response: IncomingMessage): Promise<void> {
  const timer = setTimeout(() => response.destroy(), bodyMs);
  let bytes = 0;
  try {
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length;
      // Leaving the loop destroys the connection.
      if (bytes > bodyBytes) break;
    }
  } catch {
    // Cut off, by the endpoint or by us.
  } finally {
    clearTimeout(timer);
  }
}

/** Reads `Retry-After`, in seconds or as a date; 0 for anything else. @see RFC 9110, 10.2.3. */
function retryAfterMs(value: string | undefined): number {
  if (value === undefined) return 0;
  const waitMs = /^\d{1,9}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(waitMs) ? 0 : Math.max(0, waitMs);
}
