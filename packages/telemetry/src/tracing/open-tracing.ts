import type { Tracer } from "@ashlar/kernel";
import type { SpanExporter } from "@opentelemetry/sdk-trace";

export type TracingOptions = {
  /** Of an OTLP/HTTP collector, such as `http://localhost:4318`; `/v1/traces` is added to it. */
  readonly endpoint: string;
  /** What this process is called in traces: `ashlar-api`, `ashlar-worker`. */
  readonly serviceName: string;
  /** Traces that begin here and are recorded, a second; as many again that a caller began. Default 100. */
  readonly tracesPerSecond?: number;
  /** Where spans go instead; for tests. */
  readonly exporter?: SpanExporter;
};

export type Tracing = {
  readonly tracer: Tracer;
  /** Sends what has ended; resolves also when the collector is away. */
  readonly flush: () => Promise<void>;
  /** Sends what is left for at most two seconds, and ends. */
  readonly close: () => Promise<void>;
};

const closeTimeoutMs = 2_000;

/**
 * Starts to record traces and to send them in batches, in the background.
 *
 * The OpenTelemetry packages are loaded here, when tracing is wanted, and not before. A collector that is slow or away
 * costs spans, never requests: at most 8,192 wait, later ones are dropped.
 */
export async function openTracing(options: TracingOptions): Promise<Tracing> {
  const [
    { BatchSpanProcessor, TracerProvider },
    { resourceFromAttributes },
    { otlpExporter },
    { spanTracer },
  ] = await Promise.all([
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/resources"),
    import("./otlp-exporter.ts"),
    import("./span-tracer.ts"),
  ]);
  const processor = new BatchSpanProcessor({
    exporter: options.exporter ?? otlpExporter(options.endpoint),
    maxQueueSize: 8_192,
    scheduledDelayMillis: 1_000,
    exportTimeoutMillis: 5_000,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.name": options.serviceName,
      "process.pid": process.pid,
      "process.runtime.version": process.version,
    }),
    spanLimits: { attributeValueLengthLimit: 1_000 },
    spanProcessors: [processor],
  });
  return {
    tracer: spanTracer(provider.getTracer("ashlar"), options.tracesPerSecond ?? 100),
    flush: () => processor.forceFlush().catch(() => undefined),
    close: () => Promise.race([provider.shutdown().catch(() => undefined), elapsed(closeTimeoutMs)]),
  };
}

const elapsed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
