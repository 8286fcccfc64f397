import { MalformedRequest } from "@ashlar/rpc";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";

/**
 * Refuses a body that its head declares too large or encoded, before any of it is read.
 *
 * @param bodyBytes - The most a body may hold.
 */
export function bodyHead(bodyBytes: number): MiddlewareHandler<AppEnv> {
  return (c, next) => {
    const { method } = c.req;
    if (method === "GET" || method === "HEAD") return next();
    const encoding = c.req.header("content-encoding");
    if (encoding !== undefined && encoding !== "identity") {
      throw new MalformedRequest(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body without a content encoding.");
    }
    if (Number(c.req.header("content-length") ?? 0) > bodyBytes) throw bodyTooLarge(bodyBytes);
    return next();
  };
}

export const bodyTooLarge = (bodyBytes: number): MalformedRequest =>
  new MalformedRequest(413, "PAYLOAD_TOO_LARGE", `A body holds at most ${bodyBytes} bytes.`);
