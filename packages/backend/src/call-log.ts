import type { Log } from "@ashlar/kernel";
import type { CallRecord, Failure } from "@ashlar/rpc";

/**
 * Writes one line per call: what was called, by whom, how it ended, how long it took.
 *
 * Outcomes are `info`, refusals too; a bug is `error` with the error whole, an overload is `warn`. Inputs and outputs
 * are never logged.
 */
export function callLog(log: Log): (record: CallRecord, failure: Failure | null) => void {
  return ({ path, context, durationMs, error }, failure) => {
    const fields = {
      requestId: context.request.requestId,
      procedure: path,
      userId: context.actor?.userId,
      durationMs: Math.round(durationMs * 100) / 100,
    };
    if (failure === null) return log.info(fields, "call");
    const { code, status } = failure;
    if (status === 500) return log.error({ ...fields, code, error }, "call failed");
    if (status === 503) return log.warn({ ...fields, code, error }, "call not served");
    return log.info({ ...fields, code }, "call refused");
  };
}
