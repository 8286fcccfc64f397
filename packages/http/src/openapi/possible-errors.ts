import { type ErrorDeclaration, type ProtocolCode, protocolErrors, transportErrors } from "@ashlar/contracts";
import type { Operation } from "../rest/operation.ts";

/** Every error that an operation can answer: its own, the transport's, and those of an unreadable request. */
export function possibleErrors({ entry, input, method }: Operation): readonly ErrorDeclaration[] {
  const { access } = entry;
  const isRestricted = access !== "public" && access !== "session";
  const transport = transportErrors.filter(({ code }) => {
    if (code === "UNAUTHENTICATED") return access !== "public";
    return code === "FORBIDDEN" ? isRestricted : true;
  });
  return [
    ...entry.errors,
    ...transport,
    ...(input.pathFields.length > 0 ? protocol("MALFORMED_PATH") : []),
    ...(input.takesBody ? protocol("MALFORMED_JSON") : []),
    ...(method === "GET" ? [] : protocol("ORIGIN_REFUSED", "PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE")),
  ];
}

const protocol = (...codes: readonly ProtocolCode[]): readonly ErrorDeclaration[] =>
  codes.flatMap((code) => protocolErrors.get(code) ?? []);
