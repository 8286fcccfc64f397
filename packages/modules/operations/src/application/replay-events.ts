import type { Actor } from "@ashlar/kernel";
import { operationsErrors } from "../domain/errors.ts";
import type { OperationsDeps } from "./ports.ts";

type Deps = Pick<OperationsDeps, "controls" | "audit">;

/**
 * Empties a read model and lets the workers make it again from the first event.
 *
 * @throws PROJECTION_NOT_FOUND for a name that no module registered.
 */
export async function replayEvents(
  { controls, audit }: Deps,
  actor: Actor,
  projection: string,
): Promise<void> {
  if (!(await controls.replay(projection))) throw operationsErrors.PROJECTION_NOT_FOUND({ projection });
  await audit({ action: "ops.projection_replayed", actor, subject: { kind: "projection", id: projection } });
}
