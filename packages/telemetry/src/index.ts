export type { Logger } from "pino";
export { createLogger, type LoggerOptions, type LogLevel } from "./create-logger.ts";
export { type ErrorFields, errorFields } from "./error-fields.ts";
export { openTracing, type Tracing, type TracingOptions } from "./tracing/open-tracing.ts";
