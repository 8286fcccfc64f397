import type { Access } from "@ashlar/contracts";
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

const ways: readonly JsonSchema[] = [{ session: [] }, { bearer: [] }, { apiKey: [] }];

/** Any one way will do; a public operation takes none as well. */
export const securityOf = (access: Access): readonly JsonSchema[] =>
  access === "public" ? [{}, ...ways] : ways;
