import { MalformedRequest, type Surface } from "@ashlar/rpc";
import { type AsyncApiOptions, asyncApiDocument } from "./async-api-document.ts";

/** Serves the AsyncAPI document at `/asyncapi.json`; it is written when it is first asked for. */
export function asyncApiSurface(options: AsyncApiOptions): Surface {
  let text: string | undefined;
  return {
    path: "/asyncapi.json",
    answer: ({ method, url }) => {
      if ((method !== "GET" && method !== "HEAD") || !new URL(url).pathname.endsWith("/asyncapi.json"))
        throw new MalformedRequest(404, "NOT_FOUND", "Nothing is served at this address.");
      text ??= JSON.stringify(asyncApiDocument(options));
      return new Response(text, {
        headers: { "content-type": "application/json", "cache-control": "public, max-age=300" },
      });
    },
  };
}
