export type { Logger } from "pino";
export { createLogger, type LoggerOptions, type LogLevel } from "./create-logger.ts";
export { type ErrorFields, errorFields } from "./error-fields.ts";
export { createMetrics, type Metrics } from "./metrics/create-metrics.ts";
export type { MetricSources } from "./metrics/metric-sources.ts";
export { standardOutput } from "./standard-output.ts";
export { openTracing, type Tracing, type TracingOptions } from "./tracing/open-tracing.ts";
