import type { Actor } from "@ashlar/kernel";
import { operationsErrors } from "../domain/errors.ts";
import type { OperationsDeps } from "./operations-deps.ts";

/**
 * Empties a read model and lets the workers make it again from the first event.
 *
 * @throws PROJECTION_NOT_FOUND for a name that no module registered.
 */
export async function replayEvents(
  { spine }: OperationsDeps,
  actor: Actor,
  projection: string,
): Promise<void> {
  await spine.replay(projection).catch((cause: unknown) => {
    if (cause instanceof RangeError) throw operationsErrors.PROJECTION_NOT_FOUND({ projection }, { cause });
    throw cause;
  });
  await spine.unitOfWork(() => ({}))(({ audit }) =>
    audit.record({
      action: "ops.projection_replayed",
      actor,
      subject: { kind: "projection", id: projection },
    }),
  );
}
