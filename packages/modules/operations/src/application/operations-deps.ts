import type { Clock } from "@ashlar/kernel";
import type { Spine } from "@ashlar/spine";

export type OperationsDeps = {
  readonly spine: Pick<Spine, "queues" | "deadLetters" | "stream" | "figures" | "replay" | "unitOfWork">;
  readonly clock: Clock;
};
