import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import { type FixedAnswer, fixedAnswer } from "../openapi/fixed-answer.ts";
import { docsPage, docsPaths, docsPolicy, docsStart } from "./docs-page.ts";

const javascript = { "content-type": "text/javascript; charset=utf-8" };

/** Serves the documentation page and its bundle from this installation; nothing is loaded from elsewhere. */
export function docsSurface(): Hono<AppEnv> {
  const page = fixedAnswer(docsPage, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": docsPolicy,
  });
  const start = fixedAnswer(docsStart, javascript);
  const state: { bundle?: Promise<FixedAnswer> } = {};
  return new Hono<AppEnv>()
    .get(docsPaths.page, page)
    .get(docsPaths.start, start)
    .get(docsPaths.bundle, async (c) => {
      state.bundle ??= readBundle();
      return (await state.bundle)(c);
    });
}

/** 4.3 MB, read when somebody first looks; the package exports its style sheet, and the bundle lies beside it. */
async function readBundle(): Promise<FixedAnswer> {
  const url = new URL("./browser/standalone.js", import.meta.resolve("@scalar/api-reference/style.css"));
  return fixedAnswer(await readFile(url), javascript);
}
