import { type ErrorDeclaration, transportErrors } from "@ashlar/contracts";
import type { Operation } from "../rest/operation.ts";
import { protocolErrors } from "../rest/protocol-errors.ts";

/** Every error that an operation can answer: its own, the transport's, and those of an unreadable request. */
export function possibleErrors({ entry, input, method }: Operation): readonly ErrorDeclaration[] {
  const { access } = entry;
  const isRestricted = access !== "public" && access !== "session";
  const transport = transportErrors.filter(({ code }) => {
    if (code === "UNAUTHENTICATED") return access !== "public";
    return code === "FORBIDDEN" ? isRestricted : true;
  });
  const { malformedPath, malformedJson, originRefused, payloadTooLarge, unsupportedMediaType } =
    protocolErrors;
  return [
    ...entry.errors,
    ...transport,
    ...(input.pathFields.length > 0 ? [malformedPath] : []),
    ...(input.takesBody ? [malformedJson] : []),
    ...(method === "GET" ? [] : [originRefused, payloadTooLarge, unsupportedMediaType]),
  ];
}
