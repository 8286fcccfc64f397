import { hash } from "node:crypto";
import type { AppContext } from "../app-env.ts";
import { compressed, type Encoding, encodingFor } from "../rest/compression.ts";
import { hasCurrent } from "../rest/entity-tag.ts";

/** Answers a request with a body that does not change while the process lives. */
export type FixedAnswer = (c: AppContext) => Promise<Response>;

/**
 * Serves fixed bytes: compressed once per encoding, with a strong entity tag of each form's own, as their bytes differ.
 *
 * @param headers - `content-type` and, where the default "ask again each time" is not right, `cache-control`.
 */
export function fixedAnswer(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
): FixedAnswer {
  const plain: Promise<Form> = Promise.resolve(formOf(body));
  const forms = new Map<Encoding, Promise<Form>>();
  const inForm = (encoding: Encoding): Promise<Form> => {
    const form = forms.get(encoding) ?? compressed(body, encoding).then(formOf);
    forms.set(encoding, form);
    return form;
  };
  return async (c) => {
    const encoding = encodingFor(c.req.header("accept-encoding"));
    const { bytes, tag } = await (encoding === undefined ? plain : inForm(encoding));
    const common = { "cache-control": "no-cache", vary: "Accept-Encoding", etag: tag, ...headers };
    if (hasCurrent(c.req.header("if-none-match"), tag))
      return new Response(null, { status: 304, headers: common });
    return new Response(bytes, {
      headers: { ...common, ...(encoding !== undefined && { "content-encoding": encoding }) },
    });
  };
}

/** What is sent, with its tag. */
type Form = { readonly bytes: string | Uint8Array<ArrayBuffer>; readonly tag: string };

const formOf = (bytes: Form["bytes"]): Form => ({ bytes, tag: `"${hash("sha256", bytes, "base64url")}"` });
