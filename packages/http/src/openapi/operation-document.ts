import { type AnyEntry, sufficientScopes } from "@ashlar/contracts";
import type { InputField } from "../rest/input-plan.ts";
import type { Operation } from "../rest/operation.ts";
import type { ErrorResponses } from "./error-responses.ts";
import { exampleOf } from "./example-of.ts";
import type { JsonSchema } from "./json-schema.ts";
import { pascalCase } from "./pascal-case.ts";
import { possibleErrors } from "./possible-errors.ts";
import { requestParameters } from "./request-parameters.ts";
import type { SchemaCatalog } from "./schema-catalog.ts";
import { securityOf } from "./security-schemes.ts";
import { successResponses } from "./success-responses.ts";

/** Documents one operation; its id is the procedure's path, its tag the contract's part. */
export function operationDocument(
  operation: Operation,
  catalog: SchemaCatalog,
  errors: ErrorResponses,
): JsonSchema {
  const { path, entry } = operation;
  const parameters = requestParameters(operation, catalog);
  const requestBody = bodyOf(operation, catalog);
  return {
    operationId: path,
    tags: [path.split(".")[0]],
    summary: entry.summary,
    description: descriptionOf(entry),
    ...(entry.deprecated === undefined ? {} : { deprecated: true }),
    security: securityOf(entry),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: { ...successResponses(operation, catalog), ...errors.of(possibleErrors(operation)) },
  };
}

function bodyOf({ path, input }: Operation, catalog: SchemaCatalog): JsonSchema | undefined {
  const fields = [...input.fields.values()].filter(({ place }) => place === "body");
  if (fields.length === 0) return undefined;
  const schema = catalog.named(`${pascalCase(path)}Body`, bodySchema(fields, catalog));
  return {
    required: fields.some(({ isRequired }) => isRequired),
    content: { "application/json": { schema, example: exampleOf(schema, catalog.schemas()) } },
  };
}

const bodySchema = (fields: readonly InputField[], catalog: SchemaCatalog): JsonSchema => ({
  type: "object",
  properties: Object.fromEntries(fields.map(({ name, schema }) => [name, catalog.input(schema)])),
  required: fields.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  additionalProperties: false,
});

const repetition: Readonly<Record<AnyEntry["idempotency"], string>> = {
  key: "Send an `Idempotency-Key`, and a repetition answers the first result.",
  natural: "Repeating the call has no further effect.",
  none: "Repeating the call acts again.",
};

function descriptionOf(entry: AnyEntry): string {
  const { summary, description, idempotency, limit, deprecated } = entry;
  return [
    description ?? summary,
    `Access: ${accessText(entry.access)}. ${scopeText(entry)}${proofText(entry)} ${repetition[idempotency]} Charged to the budget \`${limit}\`.`,
    ...(deprecated === undefined ? [] : [deprecationText(deprecated)]),
  ].join("\n\n");
}

function accessText(access: AnyEntry["access"]): string {
  if (access === "public") return "everybody";
  if (access === "session") return "anybody signed in";
  return access.startsWith("owner or ")
    ? `the owner, or the permission \`${access.slice("owner or ".length)}\``
    : `the permission \`${access}\``;
}

function scopeText(entry: AnyEntry): string {
  const scopes = sufficientScopes(entry).map((scope) => `\`${scope}\``);
  if (entry.access === "public") {
    return scopes.length === 0
      ? "API keys and access tokens see what a visitor sees."
      : `API keys and access tokens see more than a visitor with the scope ${scopes.join(" or ")}.`;
  }
  return scopes.length === 0
    ? "API keys and access tokens are refused."
    : `API keys and access tokens need the scope ${scopes.join(" or ")}.`;
}

const proofText = ({ proof }: AnyEntry): string =>
  proof === undefined
    ? ""
    : " People must have proved within ten minutes who they are, with `auth.reauthenticate` or by signing in.";

const deprecationText = ({ since, sunset, successor }: NonNullable<AnyEntry["deprecated"]>): string =>
  `Deprecated since ${since}.${sunset === undefined ? "" : ` May be gone after ${sunset}.`}${
    successor === undefined ? "" : ` Call \`${successor}\` instead.`
  }`;
