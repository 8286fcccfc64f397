import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { ProtocolCode } from "@ashlar/contracts";
import { canonicalAddress, isoNow, type Log, uuidV7 } from "@ashlar/kernel";
import { countRejected, type RequestLoad } from "./active-requests.ts";
import type { HeadRefusal } from "./request-head.ts";

type Refusal = { readonly status: string; readonly code: ProtocolCode; readonly message: string };

const malformed: Refusal = {
  status: "400 Bad Request",
  code: "MALFORMED_REQUEST",
  message: "The request is not well-formed HTTP/1.1.",
};
const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    code: "HEADERS_TOO_LARGE",
    message: "The address and the headers together are larger than the server takes.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: "408 Request Timeout",
    code: "REQUEST_TIMEOUT",
    message: "The request did not arrive in time.",
  },
};
const tunnel: Refusal = {
  status: "405 Method Not Allowed",
  code: "METHOD_NOT_ALLOWED",
  message: "This server is no proxy.",
};

const expectation: Refusal = {
  status: "417 Expectation Failed",
  code: "EXPECTATION_FAILED",
  message: "Of expectations only 100-continue can be met.",
};

/** Where refusals are logged and counted. */
export type RefusalSink = { readonly log: Pick<Log, "info">; readonly load: Pick<RequestLoad, "rejected"> };

/**
 * Answers what never becomes a request, in the error envelope with a request id, logs and counts it, and closes the
 * connection: not HTTP (400), headers too large (431), too slow (408), CONNECT (405), an unknown expectation (417).
 */
export function rejectMalformedRequests(server: Server, sink: RefusalSink): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || hasAnswerUnderWay(socket)) socket.destroy();
    else refuse(socket, refusals[error.code ?? ""] ?? malformed, sink);
  });
  server.on("connect", (_request, socket) => refuse(socket, tunnel, sink));
  server.on("checkExpectation", (request) => refuse(request.socket, expectation, sink));
}

/** Answers a request whose head was judged unfit; see `refusedHead`. */
export const refuseHead = (socket: Duplex, refusal: HeadRefusal, sink: RefusalSink): void =>
  refuse(socket, { status: "400 Bad Request", ...refusal }, sink);

/** A second answer into the middle of a first would corrupt it; Node's own handler asks the same. */
function hasAnswerUnderWay(socket: Duplex): boolean {
  const answer: unknown = Reflect.get(socket, "_httpMessage");
  return typeof answer === "object" && answer !== null && Reflect.get(answer, "headersSent") === true;
}

function refuse(socket: Duplex, { status, code, message }: Refusal, { log, load }: RefusalSink): void {
  const requestId = uuidV7();
  const peer: unknown = Reflect.get(socket, "remoteAddress");
  const address = typeof peer === "string" ? canonicalAddress(peer) : null;
  log.info({ requestId, code, address }, "request refused");
  countRejected(load, code);
  const meta = { requestId, timestamp: isoNow() };
  const body = JSON.stringify({ error: { code, message, details: [], data: {} }, meta });
  const headers = [
    `HTTP/1.1 ${status}`,
    "connection: close",
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    "cache-control: no-store",
    "x-content-type-options: nosniff",
    ...(status.startsWith("405") ? ["allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"] : []),
  ];
  // The client may be gone already.
  socket.on("error", () => undefined);
  socket.end(`${headers.join("\r\n")}\r\n\r\n${body}`);
}
