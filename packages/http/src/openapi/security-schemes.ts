import { type AnyEntry, sufficientScopes } from "@ashlar/contracts";
import type { JsonSchema } from "./json-schema.ts";

/** The ways to say who is calling. */
export const securitySchemes = (cookieName: string): Readonly<Record<string, JsonSchema>> => ({
  session: { type: "apiKey", in: "cookie", name: cookieName, description: "Set by signing in, in browsers." },
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "The token that signing in returned, an API key, or an access token.",
  },
  apiKey: { type: "apiKey", in: "header", name: "X-API-Key", description: "An API key." },
});

/** Any one way will do; a public operation takes none as well, and no key calls what is for sessions. */
export function securityOf(entry: AnyEntry): readonly JsonSchema[] {
  const isPublic = entry.access === "public";
  const takesKeys = isPublic || sufficientScopes(entry).length > 0;
  return [...(isPublic ? [{}] : []), { session: [] }, { bearer: [] }, ...(takesKeys ? [{ apiKey: [] }] : [])];
}
