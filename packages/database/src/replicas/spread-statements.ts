import { currentRequestScope, type ReadAfter } from "@ashlar/kernel";
import type { RunStatement } from "../driver/statement-session.ts";
import { isConnectionLoss } from "../errors/translated-error.ts";
import type { ReplicaSet } from "./replica-set.ts";

type Options = {
  readonly primary: RunStatement;
  readonly primaryPosition: () => Promise<bigint>;
  readonly replicas: ReplicaSet;
};

/**
 * Sends each read of a request to a replica that has what the request must see, or else to the primary.
 *
 * Exact: a replica is asked how far it has replayed, and time plays no part. A read that fails on a replica, for
 * whatever reason, is sent to the primary. Outside a request the primary alone is read.
 */
export function spreadStatements({ primary, primaryPosition, replicas }: Options): RunStatement {
  /** A caller that brought no position gets one that lies behind everything it was told of before. */
  const learn = async (readAfter: ReadAfter): Promise<void> => {
    const { committedAtMs } = readAfter;
    const positionBytes = await primaryPosition().catch(() => null);
    const isOvertaken = readAfter.positionBytes !== null || readAfter.committedAtMs !== committedAtMs;
    if (positionBytes === null || isOvertaken) return;
    readAfter.positionBytes = positionBytes;
    readAfter.hasAdvanced = true;
  };
  return async (text, parameters, rows) => {
    const scope = currentRequestScope();
    const readAfter = scope?.readAfter;
    if (!readAfter) return primary(text, parameters, rows);
    if (readAfter.positionBytes === null) {
      const [answer] = await Promise.all([primary(text, parameters, rows), learn(readAfter)]);
      return answer;
    }
    const replica = await replicas.reaching(readAfter.positionBytes);
    if (!replica) return primary(text, parameters, rows);
    try {
      return await replica.run(text, parameters, rows);
    } catch (error) {
      if (scope.signal.aborted) throw error;
      if (isConnectionLoss(error)) replicas.failed(replica, error);
      return primary(text, parameters, rows);
    }
  };
}
