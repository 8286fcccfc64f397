import { GraphQLError } from "graphql";

/** Texts of operations by the SHA-256 of each, in hexadecimal. */
export type AllowedOperations = ReadonlyMap<string, string>;

type Params = {
  readonly query?: string | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
};

/**
 * Finds the text of a persisted operation by `extensions.persistedQuery.sha256Hash` or `extensions.documentId`.
 *
 * @throws GraphQLError for a hash that is not known, and for a text where only known operations may be run.
 */
export function persistedText(params: Params, operations: AllowedOperations): string {
  const persisted: unknown = Reflect.get(Object(params.extensions?.persistedQuery), "sha256Hash");
  const hash = persisted ?? params.extensions?.documentId;
  const text = typeof hash === "string" ? operations.get(hash) : undefined;
  if (text !== undefined) return text;
  const isUnknown = hash !== undefined;
  throw new GraphQLError(
    isUnknown ? "The operation is not known." : "Only persisted operations are run; send the hash of one.",
    { extensions: { code: isUnknown ? "PERSISTED_QUERY_NOT_FOUND" : "OPERATION_NOT_ALLOWED", status: 400 } },
  );
}
