import { MalformedRequest } from "@ashlar/rpc";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { AppEnv } from "../app-env.ts";

/**
 * Refuses a body that is too large or encoded before any of it is parsed.
 *
 * @param bodyBytes - The most a body may hold; a body without a declared length is counted as it arrives.
 */
export function bodyLimits(bodyBytes: number): MiddlewareHandler<AppEnv> {
  const refuse = (): never => {
    throw new MalformedRequest(413, "PAYLOAD_TOO_LARGE", `A body holds at most ${bodyBytes} bytes.`);
  };
  const counted = bodyLimit({ maxSize: bodyBytes, onError: refuse });
  return (c, next) => {
    const { method } = c.req;
    if (method === "GET" || method === "HEAD") return next();
    const encoding = c.req.header("content-encoding");
    if (encoding !== undefined && encoding !== "identity") {
      throw new MalformedRequest(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body without a content encoding.");
    }
    const declared = c.req.header("content-length");
    // With a declared length the HTTP parser itself reads no byte more.
    if (declared !== undefined) return Number(declared) > bodyBytes ? refuse() : next();
    return c.req.header("transfer-encoding") === undefined ? next() : counted(c, next);
  };
}
