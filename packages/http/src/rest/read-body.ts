import { MalformedRequest } from "@ashlar/rpc";
import type { AppContext } from "../app-env.ts";

const json = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?;?\s*$/i;

/**
 * Reads the JSON body of a request.
 *
 * A duplicated key takes its last value. Bounds on size are the pipeline's, before this.
 *
 * @returns undefined when no body was sent.
 * @throws MalformedRequest 415 for any type but `application/json` in UTF-8, 400 for what is not JSON.
 */
export async function readBody(c: AppContext): Promise<unknown> {
  const length = c.req.header("content-length");
  const isAbsent = length === undefined ? c.req.header("transfer-encoding") === undefined : length === "0";
  if (isAbsent) return undefined;
  if (!json.test(c.req.header("content-type") ?? "")) {
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
