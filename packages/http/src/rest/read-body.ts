import { MalformedRequest } from "@ashlar/rpc";
import type { AppContext } from "../app-env.ts";

const json = /^application\/json\s*(;|$)/i;

/** Whether a body is declared as JSON. Parameters mean nothing, `charset` neither: JSON is UTF-8 (RFC 8259, section 11). */
export const isJson = (contentType: string | undefined): boolean =>
  contentType !== undefined && json.test(contentType);

/**
 * Reads the JSON body of a request, the same for every surface.
 *
 * A duplicated key takes its last value. Bounds on size are the pipeline's, before this.
 *
 * @returns undefined when no body was sent.
 * @throws MalformedRequest 415 for any type but `application/json`, 400 for what is not JSON in UTF-8.
 */
export async function readBody(c: AppContext): Promise<unknown> {
  const length = c.req.header("content-length");
  const isAbsent = length === undefined ? c.req.header("transfer-encoding") === undefined : length === "0";
  if (isAbsent) return undefined;
  if (!isJson(c.req.header("content-type"))) {
    throw new MalformedRequest(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json.");
  }
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new MalformedRequest(400, "MALFORMED_JSON", "The body is not well-formed JSON in UTF-8.");
  }
}
