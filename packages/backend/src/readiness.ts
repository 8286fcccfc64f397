import type { DatabaseConnection } from "@ashlar/database";
import type { HealthChecks } from "@ashlar/http";

export type Readiness = {
  readonly health: HealthChecks;
  /** From now on the process is not ready, whatever works. */
  readonly startDraining: () => void;
};

/** Whether requests should be sent here: the database answers and takes writes, and the process is not draining. */
export function readiness(database: Pick<DatabaseConnection, "requireWritable">): Readiness {
  const state = { isDraining: false };
  return {
    health: {
      ready: async () => {
        if (state.isDraining) throw new Error("The process is draining.");
        await database.requireWritable();
      },
    },
    startDraining: () => {
      state.isDraining = true;
    },
  };
}
