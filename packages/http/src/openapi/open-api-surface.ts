import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { AppOptions } from "../app-options.ts";
import type { Operation } from "../rest/operation.ts";
import { restBase } from "../rest/rest-base.ts";
import { fixedAnswer } from "./fixed-answer.ts";
import { openApiDocument } from "./open-api-document.ts";

/** Serves the OpenAPI document, written once at start from the operations that are served. */
export function openApiSurface(
  { sessionCookie }: Pick<AppOptions, "sessionCookie">,
  operations: readonly Operation[],
): MiddlewareHandler<AppEnv> {
  const document = openApiDocument({ operations, base: restBase, cookieName: sessionCookie.name });
  return fixedAnswer(JSON.stringify(document), { "content-type": "application/json" });
}
