import type { DeprecatedCalls } from "@ashlar/http";
import type { Log } from "@ashlar/kernel";
import { type CallRecord, failureOf } from "@ashlar/rpc";
import type { Metrics } from "@ashlar/telemetry";
import { callLog } from "./call-log.ts";

/** Tells logs, metrics and the tally of deprecated procedures of every finished call. */
export function observeCalls(deps: {
  readonly log: Log;
  readonly metrics: Metrics | undefined;
  readonly deprecated: DeprecatedCalls;
}): (record: CallRecord) => void {
  const write = callLog(deps.log);
  return (record) => {
    const { path: procedure, entry, durationMs, error } = record;
    const failure = error === undefined ? null : failureOf(error, entry);
    write(record, failure);
    deps.metrics?.observeCall({ procedure, code: failure?.code ?? "OK", durationMs });
    deps.deprecated.observe(record);
  };
}
