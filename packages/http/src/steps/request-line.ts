import { failureOf, MalformedRequest } from "@ashlar/rpc";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import { errorAnswer } from "../error-answer.ts";
import { restBase } from "../rest/rest-base.ts";

/** Longer than any address of ours; a batch of 10 queries by GET fits. */
const maximumUrlBytes = 8_192;

const served = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const allow = [...served].join(", ");

/**
 * Refuses an address that is too long (414) and a method that nothing serves (405): TRACE would repeat the caller's
 * cookies to it.
 *
 * @see RFC 9110, sections 9.3.8 and 15.5.15.
 */
export const requestLine: MiddlewareHandler<AppEnv> = (c, next) => {
  const { method, url = "" } = c.env.incoming;
  if (url.length > maximumUrlBytes) {
    throw new MalformedRequest(414, "URI_TOO_LONG", `An address holds at most ${maximumUrlBytes} bytes.`);
  }
  // REST knows the methods of each of its addresses and answers 405 with exactly those.
  if (served.has(method ?? "") || url.startsWith(`${restBase}/`)) return next();
  const refusal = new MalformedRequest(405, "METHOD_NOT_ALLOWED", "Nothing here takes this method.");
  const answer = errorAnswer(c, failureOf(refusal, undefined), c.get("request").requestId);
  answer.headers.set("allow", allow);
  return Promise.resolve(answer);
};
