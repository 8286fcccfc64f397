import type { AnyEntry } from "@ashlar/contracts";
import { failureOf } from "@ashlar/rpc";
import { GraphQLError } from "graphql";

/** Makes the error of a field of what a call threw: the code is in `extensions`, with details as in REST. */
export function failedCall(error: unknown, entry: AnyEntry): GraphQLError {
  const { code, message, details, status } = failureOf(error, entry);
  return new GraphQLError(message, { extensions: { code, details, status } });
}
