import type { IncomingMessage } from "node:http";
import type { ProtocolCode } from "@ashlar/contracts";

/** Why a request is refused by its head alone; the message is fixed text. */
export type HeadRefusal = { readonly code: ProtocolCode; readonly message: string };

const hostName = /^(?:[\w.~!$&'()*+,;=%-]+|\[[\da-f:.]+\])(?::\d{0,5})?$/i;
/** Needs no parser; as the adaptor has it. */
const plainHost = /^[a-z0-9._-]+(?::(?:[1-5]\d{3,4}|[6-9]\d{3}))?$/;
const dotSegment = /(?:^|[/\\])(?:\.|%2e){1,2}(?:$|[/\\?#])/i;

const hostRefusal: HeadRefusal = {
  code: "MALFORMED_HOST",
  message: "Send exactly one Host header, with a host name and at most a port.",
};
const pathRefusal: HeadRefusal = {
  code: "MALFORMED_PATH",
  message: "Send a path that begins with a slash and holds no `.` or `..` segment and no backslash.",
};

/**
 * Judges the head of a request before any routing: one Host, and a path that means the same to every proxy in front.
 *
 * HTTP/1.0 knows no Host, and health checks of load balancers speak it.
 *
 * @returns undefined for a head that may pass.
 * @see RFC 9112, sections 3.2 and 3.2.2.
 */
export function refusedHead(request: IncomingMessage): HeadRefusal | undefined {
  const { host } = request.headers;
  if (host === undefined) {
    if (request.httpVersion !== "1.0") return hostRefusal;
  } else if (!isHost(host) || hostLines(request.rawHeaders) > 1) return hostRefusal;
  return isPath(request.url ?? "") ? undefined : pathRefusal;
}

function isHost(host: string): boolean {
  if (plainHost.test(host)) return true;
  if (!hostName.test(host)) return false;
  // The adaptor takes no host that the URL parser spells otherwise, such as `0x7f.1`.
  return URL.parse(`http://${host}/`)?.hostname === host.replace(/:\d+$/, "").toLowerCase();
}

function hostLines(rawHeaders: readonly string[]): number {
  let lines = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === "host") lines += 1;
  }
  return lines;
}

function isPath(target: string): boolean {
  const end = target.search(/[?#]/);
  const path = end === -1 ? target : target.slice(0, end);
  if (path.includes("\\") || dotSegment.test(path)) return false;
  if (path.startsWith("/")) return true;
  return /^https?:\/\/[^/]/.test(path) && URL.canParse(path);
}
