import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import { type FixedAnswer, fixedAnswer } from "../openapi/fixed-answer.ts";
import { docsPage, docsPaths, docsPolicy, docsStart } from "./docs-page.ts";

const javascript = { "content-type": "text/javascript; charset=utf-8" };
const forGood = { "cache-control": "public, max-age=31536000, immutable" };

type Reference = {
  readonly digest: string;
  readonly page: FixedAnswer;
  /** At the address that has the digest. */
  readonly kept: FixedAnswer;
  /** At any other: of a page that another release of the server has sent. */
  readonly passing: FixedAnswer;
};

/**
 * Serves the documentation page and its bundle from this installation; nothing is loaded from elsewhere.
 *
 * A page names the bundle by its digest, and the bundle of that digest is kept by browsers without asking again.
 */
export function docsSurface(): Hono<AppEnv> {
  const start = fixedAnswer(docsStart, javascript);
  const state: { reference?: Promise<Reference> } = {};
  const reference = (): Promise<Reference> => {
    state.reference ??= readReference();
    return state.reference;
  };
  return new Hono<AppEnv>()
    .get(docsPaths.page, async (c) => (await reference()).page(c))
    .get(docsPaths.start, start)
    .get(docsPaths.bundles, async (c) => {
      const { digest, kept, passing } = await reference();
      return c.req.path === docsPaths.bundle(digest) ? kept(c) : passing(c);
    });
}

/** 4.3 MB, read when somebody first looks; the package exports its style sheet, and the bundle lies beside it. */
async function readReference(): Promise<Reference> {
  const url = new URL("./browser/standalone.js", import.meta.resolve("@scalar/api-reference/style.css"));
  const bundle = await readFile(url);
  const digest = hash("sha256", bundle, "hex").slice(0, 16);
  return {
    digest,
    page: fixedAnswer(docsPage(digest), {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": docsPolicy,
    }),
    kept: fixedAnswer(bundle, { ...javascript, ...forGood }),
    passing: fixedAnswer(bundle, javascript),
  };
}
