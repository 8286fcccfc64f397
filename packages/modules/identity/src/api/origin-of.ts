import type { RequestFacts } from "@ashlar/rpc";
import type { SessionOrigin } from "../shared/ports.ts";

/** Where a request comes from, as a session remembers it. */
export const originOf = ({ userAgent, address }: RequestFacts): SessionOrigin => ({ userAgent, address });
