import { DomainError } from "./domain-error.ts";
import { currentRequestScope, inRequestScope } from "./request-scope.ts";
import type { SpanStart } from "./tracer.ts";

/**
 * Runs `work` as a span of the trace in progress; everything it awaits is below that span.
 *
 * Where the trace is not recorded this is one look at the scope and the call itself.
 *
 * @param isFailure - Whether what was thrown marks the span as failed; by default all but a DomainError, which is an
 *   outcome.
 * @throws what `work` throws.
 */
export function inSpan<Result>(
  start: SpanStart,
  work: () => PromiseLike<Result>,
  isFailure: (error: unknown) => boolean = isNoOutcome,
): PromiseLike<Result> {
  const scope = currentRequestScope();
  const span = scope?.tracer?.begin(start, scope.traceparent);
  if (scope === undefined || !span) return work();
  const settled = async (): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      if (isFailure(error)) span.fail(error);
      throw error;
    } finally {
      span.end();
    }
  };
  return inRequestScope({ ...scope, traceparent: span.traceparent }, settled);
}

const isNoOutcome = (error: unknown): boolean => !(error instanceof DomainError);
