import type { Spine } from "@ashlar/spine";
import type { OperationsAudit, SpineControls, SpineWatch } from "../application/ports.ts";

/** Reads the spine's own figures. */
export const spineWatch = ({ queues, timeBuckets }: Pick<Spine, "queues" | "timeBuckets">): SpineWatch => ({
  queues,
  figure: timeBuckets.read,
});

/** Sets dead letters and projections of the spine going again. */
export const spineControls = ({
  deadLetters,
  replay,
}: Pick<Spine, "deadLetters" | "replay">): SpineControls => ({
  redrive: async (jobId) => (await deadLetters.redrive([jobId])) > 0,
  replay: (projection) =>
    replay(projection).then(
      () => true,
      (error: unknown) => {
        if (error instanceof RangeError) return false;
        throw error;
      },
    ),
});

/** Writes to the spine's audit trail, in a unit of work of its own. */
export const spineAudit = ({ unitOfWork }: Pick<Spine, "unitOfWork">): OperationsAudit => {
  const transact = unitOfWork(() => ({}));
  return (record) => transact(({ audit }) => audit.record(record));
};
