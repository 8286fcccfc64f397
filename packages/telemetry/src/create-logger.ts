import { isatty } from "node:tty";
import { currentRequestScope, isoNow } from "@ashlar/kernel";
import pino, { type DestinationStream, type Logger } from "pino";
import { errorFields } from "./error-fields.ts";
import { standardOutput } from "./standard-output.ts";
import { withoutSecrets } from "./without-secrets.ts";

export type LogLevel = "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";

export type LoggerOptions = {
  readonly level: LogLevel;
  /** `pretty` is for a person at a terminal; `json` is one object a line. */
  readonly format: "pretty" | "json";
  /** Where lines go; standard output by default. */
  readonly destination?: DestinationStream & { readonly flushSync?: () => void };
};

/** Whose work a line belongs to: the same ids as in the answer's headers, in events, in jobs and in traces. */
const correlation = (): object => {
  const scope = currentRequestScope();
  return scope === undefined ? {} : { requestId: scope.requestId, traceId: scope.traceparent.slice(3, 35) };
};

/**
 * Makes the process's logger: structured, secrets removed, errors without query parameters, and with the ids of the
 * request and the trace in progress.
 *
 * Lines are written in order, at `json` 10 ms later at most, and no request or exit waits for them.
 */
export async function createLogger({
  level,
  format,
  destination = standardOutput(),
}: LoggerOptions): Promise<Logger> {
  const options = {
    level,
    serializers: { error: errorFields },
    timestamp: () => `,"time":"${isoNow()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => withoutSecrets(fields),
    },
    mixin: correlation,
    base: null,
  };
  if (format === "json") return pino(options, destination);
  const { prettyFactory } = await import("pino-pretty");
  const pretty = prettyFactory({ colorize: isatty(1), translateTime: "SYS:HH:MM:ss.l" });
  return pino(options, {
    write: (line) => {
      destination.write(pretty(line));
      destination.flushSync?.();
    },
  });
}
