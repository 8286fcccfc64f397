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

/** How much of an answer is read; what comes after is nobody's business. */
const answerBytes = 64 * 1_024;
const headerBytes = 16 * 1_024;

/**
 * Posts to one of the given addresses, with the URL's name in `Host`, SNI and the check of the certificate.
 *
 * Follows no redirect, keeps no connection, uses no proxy, and looks no name up.
 *
 * @returns The status, once the answer has ended or 64 KB of it were read.
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
}: Dialing): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
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
    readAnswer(response).then(resolve, reject);
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

async function readAnswer(response: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
    // Leaving the loop destroys the connection.
    if (bytes > answerBytes) break;
  }
  return response.statusCode ?? 0;
}
