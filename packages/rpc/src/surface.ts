import type { Actor } from "@ashlar/kernel";
import type { CallContext } from "./call-context.ts";

/** What the pipeline has established about a request, for the surface that answers it. */
export type SurfaceContext = {
  /** With which a surface calls procedures. */
  readonly context: CallContext;
  /** The caller, where a cookie says so; null where a header does or nobody is signed in. */
  readonly cookieActor: Actor | null;
  /** Takes the request out of its deadline, for an answer that lasts as long as its client. */
  readonly keepOpen: () => void;
};

/**
 * A way in beside tRPC and REST: a protocol for other clients, or pages of a module.
 *
 * The server has mounted it behind the steps that every request passes: limits of size and time, origin check, load
 * shedding, authentication, headers of security. The body has arrived whole and is bounded. A surface that serves
 * procedures calls them as they were bound (`BoundProcedure.call`), so that validation, access, limits, idempotency, audit,
 * logs and metrics are those of every other surface, and translates what they throw with `failureOf`.
 */
export type Surface = {
  /** `/mcp`: the surface answers this path and everything below it, with every method. */
  readonly path: string;
  /** @throws MalformedRequest, DomainError or Unavailable to be answered in the envelope of REST. */
  readonly answer: (request: Request, on: SurfaceContext) => Promise<Response> | Response;
};
