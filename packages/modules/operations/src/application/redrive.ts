import type { Actor } from "@ashlar/kernel";
import { operationsErrors } from "../domain/errors.ts";
import type { OperationsDeps } from "./ports.ts";

type Deps = Pick<OperationsDeps, "controls" | "audit">;

/**
 * Gives a dead letter all its attempts again, and says in the audit trail who did.
 *
 * @throws DEAD_LETTER_NOT_FOUND when it is none any more.
 */
export async function redrive({ controls, audit }: Deps, actor: Actor, id: string): Promise<void> {
  if (!(await controls.redrive(id))) throw operationsErrors.DEAD_LETTER_NOT_FOUND({ id });
  await audit({ action: "ops.dead_letter_redriven", actor, subject: { kind: "job", id } });
}
