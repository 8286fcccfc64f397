import type { Actor } from "@ashlar/kernel";
import { operationsErrors } from "../domain/errors.ts";
import type { OperationsDeps } from "./operations-deps.ts";

/**
 * Gives a dead letter all its attempts again, and says in the audit trail who did.
 *
 * @throws DEAD_LETTER_NOT_FOUND when it is none any more.
 */
export async function redrive({ spine }: OperationsDeps, actor: Actor, id: string): Promise<void> {
  if ((await spine.deadLetters.redrive([id])) === 0) throw operationsErrors.DEAD_LETTER_NOT_FOUND({ id });
  await spine.unitOfWork(() => ({}))(({ audit }) =>
    audit.record({ action: "ops.dead_letter_redriven", actor, subject: { kind: "job", id } }),
  );
}
