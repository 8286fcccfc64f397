import type { Span, SpanKind, SpanStart, Tracer } from "@ashlar/kernel";
import * as otel from "@opentelemetry/api";
import { errorFields } from "../error-fields.ts";
import { traceBudget } from "./trace-budget.ts";

const kinds: Readonly<Record<SpanKind, otel.SpanKind>> = {
  server: otel.SpanKind.SERVER,
  client: otel.SpanKind.CLIENT,
  consumer: otel.SpanKind.CONSUMER,
  internal: otel.SpanKind.INTERNAL,
};

/**
 * Records spans with an OpenTelemetry tracer.
 *
 * A trace is recorded whole or not at all: what its beginning decided travels in the flag of `traceparent`, also through
 * events and jobs. Requests are bound to the budget; a caller's wish to be recorded too, as it costs the same.
 */
export function spanTracer(tracer: otel.Tracer, tracesPerSecond: number): Tracer {
  const ownBudget = traceBudget(tracesPerSecond);
  const callersBudget = traceBudget(tracesPerSecond);
  const isAdmitted = ({ kind }: SpanStart, parent: string | null): boolean => {
    if (parent !== null && !isSampled(parent)) return false;
    if (kind !== "server") return true;
    return (parent === null ? ownBudget : callersBudget)(performance.now());
  };
  return {
    begin: (start, parent) => {
      if (!isAdmitted(start, parent)) return null;
      const { name, kind, attributes = {} } = start;
      return recorded(tracer.startSpan(name, { kind: kinds[kind], attributes }, contextOf(parent)));
    },
  };
}

const isSampled = (traceparent: string): boolean =>
  (Number.parseInt(traceparent.slice(53), 16) & otel.TraceFlags.SAMPLED) !== 0;

/** `00-<32 hex>-<16 hex>-<2 hex>` */
const contextOf = (parent: string | null): otel.Context =>
  parent === null
    ? otel.ROOT_CONTEXT
    : otel.trace.setSpanContext(otel.ROOT_CONTEXT, {
        traceId: parent.slice(3, 35),
        spanId: parent.slice(36, 52),
        traceFlags: otel.TraceFlags.SAMPLED,
        isRemote: true,
      });

function recorded(span: otel.Span): Span {
  const { traceId, spanId } = span.spanContext();
  return {
    traceparent: `00-${traceId}-${spanId}-01`,
    add: (attributes) => {
      span.setAttributes(attributes);
    },
    fail: (error) => {
      span.setStatus({ code: otel.SpanStatusCode.ERROR });
      if (error === undefined) return;
      const { type, message, code } = errorFields(error);
      span.addEvent("exception", { "exception.type": code ?? type, "exception.message": message });
    },
    end: () => span.end(),
  };
}
