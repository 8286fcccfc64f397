import { z } from "zod";
import { defineError, type ErrorDeclaration } from "./define-error.ts";

/** What is wrong with a request before any procedure sees it, by code; every surface answers with these and no others. */
const table = {
  BAD_REQUEST: { status: 400, summary: "The request is not a well-formed tRPC call." },
  BATCH_TOO_LARGE: { status: 400, summary: "The tRPC batch holds more calls than the server takes." },
  BODY_INCOMPLETE: { status: 400, summary: "The connection closed before the end of the body." },
  MALFORMED_HOST: { status: 400, summary: "The request has no Host, several, or one that is no host." },
  MALFORMED_JSON: { status: 400, summary: "The body is not well-formed JSON in UTF-8." },
  MALFORMED_PATH: { status: 400, summary: "The path is not percent-encoded UTF-8, or holds dot segments." },
  MALFORMED_REQUEST: { status: 400, summary: "The request is not well-formed HTTP/1.1." },
  PARSE_ERROR: { status: 400, summary: "The body or the input parameter is not well-formed JSON." },
  SIGN_IN_EXPIRED: { status: 400, summary: "The sign-in was not begun in this browser, or took too long." },
  ORIGIN_REFUSED: { status: 403, summary: "A change by cookie must come from a page of an allowed origin." },
  NOT_FOUND: { status: 404, summary: "Nothing is served at this address." },
  METHOD_NOT_ALLOWED: { status: 405, summary: "The address does not take this method." },
  METHOD_NOT_SUPPORTED: { status: 405, summary: "A query is called with GET, a mutation with POST." },
  REQUEST_TIMEOUT: {
    status: 408,
    summary: "The request did not arrive in time, or its caller did not wait for the answer.",
  },
  PAYLOAD_TOO_LARGE: { status: 413, summary: "The body is larger than the server takes." },
  URI_TOO_LONG: { status: 414, summary: "The address is longer than the server takes." },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, summary: "The body is not application/json, or it is encoded." },
  EXPECTATION_FAILED: { status: 417, summary: "The server meets no expectation but 100-continue." },
  HEADERS_TOO_LARGE: { status: 431, summary: "The headers are larger than the server takes." },
} as const;

export type ProtocolCode = keyof typeof table;

/** The status and code of one refusal with its sentence. */
export type ProtocolRefusal = {
  [Code in ProtocolCode]: readonly [status: (typeof table)[Code]["status"], code: Code, message: string];
}[ProtocolCode];

/** What a client sees of such a refusal: what to do is in the message. */
export type ProtocolFailure = {
  readonly code: ProtocolCode;
  readonly details: Readonly<Record<never, never>>;
};

const Nothing = z.object({});

/** The table as declarations, by code. */
export const protocolErrors: ReadonlyMap<string, ErrorDeclaration> = new Map(
  Object.entries(table).map(([code, { status, summary }]) => [
    code,
    defineError(code, status, summary, Nothing),
  ]),
);
