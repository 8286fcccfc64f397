import type { PageInfo } from "@ashlar/contracts";
import { isoNow } from "@ashlar/kernel";
import { compressed, compressionThresholdBytes, encodingFor } from "./compression.ts";
import { entityTag, hasCurrent } from "./entity-tag.ts";
import { listLinks } from "./list-links.ts";
import type { Operation } from "./operation.ts";
import { uriReference } from "./uri-reference.ts";

/** What an answer needs to know of its request. */
export type AnswerFacts = {
  readonly requestId: string;
  readonly isAuthenticated: boolean;
  readonly startedMs: number;
  readonly base: string;
  /** Path below the base. */
  readonly path: string;
  readonly query: string;
  readonly header: (name: string) => string | undefined;
};

/**
 * Answers a success in the envelope `{ data, meta, links }`.
 *
 * The output has passed the contract's schema, so it is plain data: one `JSON.stringify` writes it, dates as ISO texts.
 */
export function successAnswer(
  operation: Operation,
  output: unknown,
  facts: AnswerFacts,
): Response | Promise<Response> {
  const { entry, answer } = operation;
  if (answer === "empty") return new Response(null, { status: 204 });
  if (answer === "list") {
    // Sound: `answerKind` has seen these two fields in the output schema.
    return listAnswer(operation, output as { items: unknown[]; page: PageInfo }, facts);
  }
  const data = JSON.stringify(output) ?? "null";
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (operation.method === "GET") {
    const tag = entityTag(data);
    headers.etag = tag;
    // Anybody's answer may be kept and asked about again; a caller's own is never stored.
    if (!facts.isAuthenticated) {
      headers["cache-control"] = "private, no-cache";
      headers.vary = varies;
    }
    if (hasCurrent(facts.header("if-none-match"), tag)) return notModified(headers);
  }
  const location = operation.location?.(output);
  if (location !== undefined) headers.location = facts.base + location;
  const self = location === undefined ? addressOf(facts) : facts.base + location;
  const body = `{"data":${data},"meta":{${metaOf(facts)}},"links":{"self":${JSON.stringify(self)}}}`;
  return send(body, entry.success, headers, facts);
}

const varies = "Accept-Encoding, Authorization, Cookie, X-API-Key";

function listAnswer(
  { entry }: Operation,
  { items, page }: { readonly items: unknown[]; readonly page: PageInfo },
  facts: AnswerFacts,
): Response | Promise<Response> {
  const links = JSON.stringify(listLinks(facts.base + facts.path, facts.query, page));
  const meta = `${metaOf(facts)},"pagination":${JSON.stringify(page)}`;
  const body = `{"data":${JSON.stringify(items)},"meta":{${meta}},"links":${links}}`;
  return send(body, entry.success, { "content-type": "application/json" }, facts);
}

/** The request id has been checked to hold no character that JSON escapes. */
const metaOf = ({ requestId, startedMs }: AnswerFacts): string =>
  `"requestId":"${requestId}","timestamp":"${isoNow()}","durationMs":${
    Math.round((performance.now() - startedMs) * 100) / 100
  }`;

const addressOf = ({ base, path, query }: AnswerFacts): string =>
  uriReference(query === "" ? base + path : `${base}${path}?${query}`);

function notModified(headers: Record<string, string>): Response {
  const { "content-type": _, ...kept } = headers;
  return new Response(null, { status: 304, headers: kept });
}

function send(
  body: string,
  status: number,
  headers: Record<string, string>,
  { header }: AnswerFacts,
): Response | Promise<Response> {
  // UTF-16 units are at most the bytes: what is short here may still be compressed, never the reverse.
  if (body.length < compressionThresholdBytes) return new Response(body, { status, headers });
  headers.vary ??= "Accept-Encoding";
  const encoding = encodingFor(header("accept-encoding"));
  if (encoding === undefined) return new Response(body, { status, headers });
  headers["content-encoding"] = encoding;
  return compressed(body, encoding).then((bytes) => new Response(bytes, { status, headers }));
}
