import type { DatabaseConnection } from "@ashlar/database";
import type { Clock, UnitOfWork } from "@ashlar/kernel";
import type { IdentityWriters } from "../application/identity-deps.ts";
import { luciaSessionWriter } from "./lucia/lucia-session-writer.ts";
import { postgresUserWriter } from "./postgres-user-writer.ts";
import type { SessionChange } from "./session-channel.ts";

/**
 * The module's way to write.
 *
 * @param onCommitted - Told of every change of sessions once it has committed, or may have: this process need not wait
 *   for the notification that the others get.
 */
export const identityUnitOfWork =
  (
    database: Pick<DatabaseConnection, "transact">,
    clock: Clock,
    onCommitted: (change: SessionChange) => void,
  ): UnitOfWork<IdentityWriters> =>
  async (work) => {
    let changes: SessionChange[] = [];
    try {
      return await database.transact((tx) => {
        changes = [];
        const sessions = luciaSessionWriter(tx, clock, (change) => changes.push(change));
        return work({ users: postgresUserWriter(tx), sessions });
      });
    } finally {
      for (const change of changes) onCommitted(change);
    }
  };
