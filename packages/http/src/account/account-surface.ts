import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import { fixedAnswer } from "../openapi/fixed-answer.ts";
import { accountPage, accountPaths, accountPolicy, accountStyles } from "./account-page.ts";
import { accountScript } from "./account-script.ts";

/** Serves the pages that mailed links lead to, for products that have none of their own yet. */
export function accountSurface(): Hono<AppEnv> {
  const page = fixedAnswer(accountPage, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": accountPolicy,
    "referrer-policy": "no-referrer",
  });
  const surface = new Hono<AppEnv>()
    .get(
      accountPaths.script,
      fixedAnswer(accountScript, { "content-type": "text/javascript; charset=utf-8" }),
    )
    .get(accountPaths.styles, fixedAnswer(accountStyles, { "content-type": "text/css; charset=utf-8" }));
  for (const path of accountPaths.pages) surface.get(path, page);
  return surface;
}
