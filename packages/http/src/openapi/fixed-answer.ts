import { hash } from "node:crypto";
import type { AppContext } from "../app-env.ts";
import { compressed, type Encoding, encodingFor } from "../rest/compression.ts";
import { hasCurrent } from "../rest/entity-tag.ts";

/** Answers a request with a body that does not change while the process lives. */
export type FixedAnswer = (c: AppContext) => Promise<Response>;

/**
 * Serves fixed bytes: compressed once per encoding, with an entity tag.
 *
 * @param headers - `content-type` and, where the default "ask again each time" is not right, `cache-control`.
 */
export function fixedAnswer(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
): FixedAnswer {
  const tag = `W/"${hash("sha1", body, "base64url")}"`;
  const forms = new Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>();
  const inForm = (encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> => {
    const form = forms.get(encoding) ?? compressed(body, encoding);
    forms.set(encoding, form);
    return form;
  };
  return async (c) => {
    const common = { "cache-control": "no-cache", vary: "Accept-Encoding", etag: tag, ...headers };
    if (hasCurrent(c.req.header("if-none-match"), tag))
      return new Response(null, { status: 304, headers: common });
    const encoding = encodingFor(c.req.header("accept-encoding"));
    if (encoding === undefined) return new Response(body, { headers: common });
    return new Response(await inForm(encoding), { headers: { ...common, "content-encoding": encoding } });
  };
}
