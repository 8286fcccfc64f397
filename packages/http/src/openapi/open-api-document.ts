import { product } from "@ashlar/kernel";
import type { Operation } from "../rest/operation.ts";
import { nameEnvelopeSchemas, responseHeaders } from "./envelope-schemas.ts";
import { errorResponses } from "./error-responses.ts";
import type { JsonSchema } from "./json-schema.ts";
import { operationDocument } from "./operation-document.ts";
import { sharedParameters } from "./request-parameters.ts";
import { schemaCatalog } from "./schema-catalog.ts";
import { securitySchemes } from "./security-schemes.ts";

type Options = {
  readonly operations: readonly Operation[];
  readonly base: string;
  readonly cookieName: string;
};

const about = `Every answer is \`{ data, meta, links }\`, every error \`{ error: { code, message, details, data }, meta }\`, or
the same facts as an RFC 9457 problem to a client whose \`Accept\` names \`application/problem+json\`.

\`error.details\` lists what is wrong with the input, field by field, and is empty for every code but
\`VALIDATION_FAILED\`; \`error.data\` is what a declared error tells.

Times are RFC 3339 texts with an offset, ids are UUIDs, money is integer minor units. Unknown fields and parameters are
refused. Within a version changes are additive: answers may gain fields, so a client ignores those it does not know.`;

/**
 * Writes the OpenAPI 3.1 document of all operations: the same plan that serves them, in words.
 *
 * @throws TypeError when two schemas of the contract share a name.
 */
export function openApiDocument({ operations, base, cookieName }: Options): JsonSchema {
  const catalog = schemaCatalog();
  nameEnvelopeSchemas(catalog);
  const errors = errorResponses(catalog);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of operations) {
    paths[operation.template] = {
      ...paths[operation.template],
      [operation.method.toLowerCase()]: operationDocument(operation, catalog, errors),
    };
  }
  const tags = new Set(operations.map(({ path }) => path.split(".")[0] ?? path));
  return {
    openapi: "3.1.1",
    info: {
      title: `${product.name} API`,
      version: "1.0.0",
      summary: "One contract, every surface.",
      description: about,
      license: { name: "MIT", identifier: "MIT" },
      contact: { name: "The operators of this server" },
    },
    servers: [{ url: base, description: "This server" }],
    tags: [...tags].map((name) => ({ name, description: `The operations of \`${name}\`.` })),
    paths,
    components: {
      schemas: catalog.schemas(),
      responses: errors.responses(),
      parameters: used(sharedParameters, paths),
      headers: used(responseHeaders, { paths, responses: errors.responses() }),
      securitySchemes: securitySchemes(cookieName),
    },
  };
}

/** Leaves out what nothing refers to. */
function used(
  parts: Readonly<Record<string, JsonSchema>>,
  referrers: unknown,
): Readonly<Record<string, JsonSchema>> {
  const text = JSON.stringify(referrers);
  return Object.fromEntries(Object.entries(parts).filter(([name]) => text.includes(`/${name}"`)));
}
