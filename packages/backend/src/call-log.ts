import type { Log } from "@ashlar/kernel";
import { type CallRecord, failureOf } from "@ashlar/rpc";

/**
 * Writes one line per call: what was called, by whom, how it ended, how long it took.
 *
 * Outcomes are `info`, refusals too; a bug is `error` with the error whole, an overload is `warn`. Inputs and outputs
 * are never logged.
 */
export function callLog(log: Log): (record: CallRecord) => void {
  return ({ path, entry, context, durationMs, error }) => {
    const fields = {
      requestId: context.request.requestId,
      procedure: path,
      userId: context.actor?.userId,
      durationMs: Math.round(durationMs * 100) / 100,
    };
    if (error === undefined) return log.info(fields, "call");
    const { code, status } = failureOf(error, entry);
    if (status === 500) return log.error({ ...fields, code, error }, "call failed");
    if (status === 503) return log.warn({ ...fields, code, error }, "call not served");
    return log.info({ ...fields, code }, "call refused");
  };
}
